using IotPlatform.RuleEngine;
using Npgsql;

namespace IotPlatform.Monitoring;

/// <summary>When the platform was not there to hear devices, for as long as anybody may want to know: a backtest is as lenient as evaluation was.</summary>
public sealed class PlatformOutages(NpgsqlDataSource database)
{
    /// <summary>Takes down an outage that is over.</summary>
    public async Task RecordAsync(PlatformResumed outage, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("insert into iot.platform_outages values ($1, $2, $3) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = outage.DownSince.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = outage.At.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = outage.Grace.TotalSeconds });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

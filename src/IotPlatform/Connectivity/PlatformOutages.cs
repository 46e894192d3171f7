using NodaTime;
using Npgsql;

namespace IotPlatform.Connectivity;

/// <summary>A span in which the platform was not there to hear devices.</summary>
/// <param name="Grace">How long devices might take afterwards to connect again.</param>
public sealed record PlatformOutage(Instant From, Instant Until, Duration Grace);

/// <summary>
/// When the platform was not there, for as long as anybody may want to know: what devices could not tell it is not held against them.
/// </summary>
public sealed class PlatformOutages(NpgsqlDataSource database)
{
    /// <summary>Takes down an outage that is over.</summary>
    public async Task RecordAsync(PlatformOutage outage, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("insert into iot.platform_outages values ($1, $2, $3) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = outage.From.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = outage.Until.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = outage.Grace.TotalSeconds });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The outages whose end, or the grace after it, falls into a span, oldest first.</summary>
    public async Task<IReadOnlyList<PlatformOutage>> ReadAsync(Instant from, Instant to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select started_at, ended_at, grace_seconds from iot.platform_outages
            where ended_at + grace_seconds * interval '1 second' > $1 and ended_at < $2 order by ended_at
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var outages = new List<PlatformOutage>();
        while (await rows.ReadAsync(cancellation)) outages.Add(Read(rows));
        return outages;
    }

    private static PlatformOutage Read(NpgsqlDataReader row) => new(
        Instant.FromDateTimeUtc(row.GetDateTime(0)), Instant.FromDateTimeUtc(row.GetDateTime(1)), Duration.FromSeconds(row.GetDouble(2)));
}

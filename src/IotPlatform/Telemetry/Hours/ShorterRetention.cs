using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Deletes packed hours of customers whose plan keeps them for less than others' does; the days that nobody keeps are dropped.
/// </summary>
public sealed class ShorterRetention(NpgsqlDataSource database, ITelemetryRetention retention)
{
    /// <summary>Deletes what is past; says how many hours.</summary>
    public async Task<int> DeleteAsync(Instant now, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var (customer, kept) in retention.Shorter) deleted += await DeleteAsync(customer, now - kept, cancellation);
        return deleted;
    }

    private async Task<int> DeleteAsync(string customer, Instant oldest, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            delete from iot.telemetry_hours where hour <= $2 - interval '1 hour'
            and device_key in (select device_key from iot.device_state where customer = $1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = oldest.ToDateTimeUtc() });
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

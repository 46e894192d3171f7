using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Where a device's hours are to be read: up to a moment they are packed, and of some of those there is more in the log.</summary>
public sealed class HourStates(NpgsqlDataSource database)
{
    /// <summary>Up to where hours are packed, and which of those of a span are not packed whole.</summary>
    public async Task<(long PackedUntil, SortedSet<long> Late)> ReadAsync(int deviceKey, long from, long to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select packed_until, array(select hour from iot.telemetry_late where device_key = $1 and hour >= $2 and hour < least($3, packed_until))
            from iot.telemetry_packing
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.Parameters.Add(HourStore.TimeOf(Microseconds.HourOf(from)));
        command.Parameters.Add(HourStore.TimeOf(to));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation)) return (long.MinValue, []);
        return (Of(row.GetDateTime(0)), [.. row.GetFieldValue<DateTime[]>(1).Select(Of)]);

        static long Of(DateTime time) => Microseconds.Of(Instant.FromDateTimeUtc(time));
    }
}

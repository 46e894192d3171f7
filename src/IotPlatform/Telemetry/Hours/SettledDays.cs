using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Drops the days of the log that nobody needs any more: all of their rows are packed, and all consumers have dealt with them. A query
/// that began before may still look for them there, so a day goes only some time after it was first seen to be settled.
/// </summary>
public sealed class SettledDays(
    NpgsqlDataSource database, DayPartitions partitions, LatestStore latest, IEnumerable<ITelemetryConsumer> consumers)
{
    /// <summary>Longer than any query takes.</summary>
    private static readonly Duration Rest = Duration.FromMinutes(10);

    private readonly Dictionary<LocalDate, Instant> _settledSince = [];

    /// <summary>Drops the days that have been settled for long enough; says how many.</summary>
    public async Task<int> DropAsync(Instant now, CancellationToken cancellation)
    {
        var dropped = 0;
        foreach (var day in (await partitions.ListAsync(cancellation)).Where(day => day < DayTables.DayOf(now)))
        {
            if (!await IsSettledAsync(day, cancellation)) break;
            if (!_settledSince.TryAdd(day, now) && now - _settledSince[day] >= Rest)
            {
                await partitions.DropAsync(day, cancellation);
                _settledSince.Remove(day);
                dropped++;
            }
        }
        return dropped;
    }

    private async Task<bool> IsSettledAsync(LocalDate day, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with last as (
                select coalesce((select last_seq from iot.telemetry_batches where received_at < $1 order by first_seq desc limit 1), 0) as seq)
            select seq from last, iot.telemetry_packing
            where packed_until > $1 and not exists (select from iot.telemetry_late where first_seq <= seq)
            """);
        var end = day.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = end.ToDateTimeUtc() });
        if (await command.ExecuteScalarAsync(cancellation) is not long seq) return false;
        if (await latest.ReadCheckpointAsync(cancellation) < seq) return false;
        foreach (var consumer in consumers)
            if (await consumer.ReadCheckpointAsync(cancellation) < seq) return false;
        return true;
    }
}

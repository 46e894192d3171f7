using System.Runtime.CompilerServices;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Reads a device's rows that are in the log alone, by time, page by page: no transaction waits for a slow reader.</summary>
public sealed class LooseRows(NpgsqlDataSource database)
{
    private const int PageRows = 2_000;

    /// <summary>The hours of a span of time in the range's order, each whole.</summary>
    public async IAsyncEnumerable<DeviceHour> HoursAsync(PointRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new List<TelemetryRecord>();
        await foreach (var page in PagesAsync(range, cancellation))
        {
            foreach (var row in page)
            {
                if (rows.Count > 0 && HourOf(rows[0]) != HourOf(row))
                {
                    yield return Collect(range, rows);
                    rows.Clear();
                }
                rows.Add(row);
            }
        }
        if (rows.Count > 0) yield return Collect(range, rows);
    }

    /// <summary>The moments of a span of time in the range's order, in pieces: a query that is soon satisfied reads little.</summary>
    public async IAsyncEnumerable<DeviceHour> PiecesAsync(PointRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new List<TelemetryRecord>();
        await foreach (var page in PagesAsync(range, cancellation))
        {
            rows.AddRange(page);
            // The last moment may go on in the next page.
            var last = rows.FindLastIndex(r => r.Timestamp != rows[^1].Timestamp) + 1;
            if (last > 0) yield return Collect(range, rows[..last]);
            rows.RemoveRange(0, last);
        }
        if (rows.Count > 0) yield return Collect(range, rows);
    }

    private static long HourOf(TelemetryRecord row) => Microseconds.HourOf(Microseconds.Of(row.Timestamp));

    private static DeviceHour Collect(PointRange range, List<TelemetryRecord> rows)
    {
        var hour = new DeviceHour(range.DeviceKey, HourOf(rows[0]));
        foreach (var row in rows.OrderBy(r => r.Seq)) hour.Add(row);
        return hour;
    }

    private async IAsyncEnumerable<List<TelemetryRecord>> PagesAsync(
        PointRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        TelemetryRecord? last = null;
        List<TelemetryRecord> page;
        do
        {
            page = await PageAsync(range, last, cancellation);
            if (page.Count == 0) yield break;
            last = page[^1];
            yield return page;
        }
        while (page.Count == PageRows);
    }

    /// <summary>
    /// Partitions are days of receipt and the range is one of timestamps. Nothing is believed that is dated further ahead than the
    /// tolerance, so days of receipt before that are left out; late data may have come on any day after.
    /// </summary>
    private async Task<List<TelemetryRecord>> PageAsync(PointRange range, TelemetryRecord? after, CancellationToken cancellation)
    {
        var (direction, beyond) = range.IsDescending ? ("desc", "<") : ("asc", ">");
        var (from, to) = (range.From, range.To);
        if (after is not null && range.IsDescending) to = Microseconds.Of(after.Timestamp) + 1;
        else if (after is not null) from = Microseconds.Of(after.Timestamp);
        await using var command = database.CreateCommand(
            $"""
            select {LogRow.Columns} from iot.telemetry_log
            where device_key = $1 and ts >= $2 and ts < $3 and received_at >= $4 and (ts, seq) {beyond} ($5, $6) and topic is null and values is not null
            order by ts {direction}, seq {direction} limit {PageRows}
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = range.DeviceKey });
        command.Parameters.Add(HourStore.TimeOf(from));
        command.Parameters.Add(HourStore.TimeOf(to));
        command.Parameters.Add(HourStore.TimeOf(range.From - ((long)PayloadTimestamp.Tolerance.TotalMilliseconds * 1_000)));
        command.Parameters.Add(
            HourStore.TimeOf(after is not null ? Microseconds.Of(after.Timestamp) : range.IsDescending ? range.To : range.From));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after?.Seq ?? -1 });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<TelemetryRecord>();
        while (await rows.ReadAsync(cancellation)) page.Add(LogRow.Read(rows));
        return page;
    }
}

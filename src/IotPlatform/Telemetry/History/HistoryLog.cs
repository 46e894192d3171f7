using System.Runtime.CompilerServices;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Reads a device's rows of the log by the time of their values, page by page, for those who go by receipt.</summary>
public sealed class HistoryLog(NpgsqlDataSource database)
{
    private const int PageRows = 5_000;

    /// <summary>
    /// The records with values of a span of time, in pages; after each, all with an earlier time than its last have been given.
    /// </summary>
    public async IAsyncEnumerable<List<HistoryRecord>> PagesAsync(
        HistoryQuestion question, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (lastTime, lastSeq) = (from, -1L);
        List<HistoryRecord> page;
        do
        {
            page = await PageAsync(question, lastTime, to, lastSeq, cancellation);
            if (page.Count == 0) yield break;
            (lastTime, lastSeq) = (page[^1].Time, page[^1].Position);
            var isLast = page.Count < PageRows;
            yield return page;
            if (isLast) yield break;
        }
        while (true);
    }

    /// <summary>Whether there is anything of a device from before a moment, packed or not.</summary>
    public async Task<bool> HasBeforeAsync(int deviceKey, long time, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select exists (select from iot.telemetry_hours where device_key = $1 and hour < $2)
                or exists (select from iot.telemetry_log where device_key = $1 and ts < $2)
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.Parameters.Add(HourStore.TimeOf(time));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<List<HistoryRecord>> PageAsync(
        HistoryQuestion question, long from, long to, long afterSeq, CancellationToken cancellation)
    {
        var telemetry = question.AllRecords ? "" : "and topic is null and values is not null";
        await using var command = database.CreateCommand(
            $"""
            select {LogRow.Columns} from iot.telemetry_log
            where device_key = $1 and ts >= $2 and ts < $3 and received_at >= $4 and received_at < $5 and (ts, seq) > ($2, $6) {telemetry}
            order by ts, seq limit {PageRows}
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = question.DeviceKey });
        command.Parameters.Add(HourStore.TimeOf(from));
        command.Parameters.Add(HourStore.TimeOf(to));
        command.Parameters.Add(HourStore.TimeOf(question.From));
        command.Parameters.Add(HourStore.TimeOf(question.To));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSeq });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<HistoryRecord>();
        while (await rows.ReadAsync(cancellation)) page.Add(HistoryRecords.Of(LogRow.Read(rows), question.Key));
        return page;
    }
}

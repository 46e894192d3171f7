using System.Runtime.CompilerServices;

namespace IotPlatform.Telemetry;

/// <summary>
/// A device's records in the order of their receipt, from wherever they are kept: packed hours, which go by the time of the values, and
/// the log, where an hour is not packed yet or something was added to it late. None is left out, none is given twice.
/// </summary>
public sealed class DeviceHistory(PackedHistory hours, HistoryLog log, HourStates states)
{
    /// <summary>Records that wait for their turn, some 50 MB of them, since they came later than their hour.</summary>
    public const int MostWaiting = 500_000;

    /// <summary>The records, page by page. What was received in a span is asked for; its values may be older.</summary>
    /// <exception cref="TooScatteredException">Too much of it came too late to be put in order.</exception>
    public async IAsyncEnumerable<List<HistoryRecord>> ReadAsync(
        HistoryQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var order = new ReceiptOrder(MostWaiting);
        await foreach (var (records, knownUntil) in PiecesAsync(question, cancellation))
            yield return order.Take(records, knownUntil - HistoryQuestion.Tolerance);
        yield return order.Take([], question.To);
    }

    /// <summary>Whether anything that a device sent before a moment is still there.</summary>
    public Task<bool> HasBeforeAsync(int deviceKey, long time, CancellationToken cancellation) =>
        log.HasBeforeAsync(deviceKey, time, cancellation);

    // Everything dated before KnownUntil has been given by then.
    private async IAsyncEnumerable<(List<HistoryRecord> Records, long KnownUntil)> PiecesAsync(
        HistoryQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (packedUntil, late) = await states.ReadAsync(question.DeviceKey, question.Oldest, question.LastTime, cancellation);
        var (waiting, oldest) = (new Queue<long>(late), Microseconds.HourOf(question.Oldest));
        await foreach (var hour in hours.HoursAsync(question, oldest, Math.Min(packedUntil, question.LastTime), cancellation))
        {
            while (waiting.TryPeek(out var earlier) && earlier < hour.Hour) yield return await LateAsync(waiting.Dequeue(), null);
            if (waiting.TryPeek(out var same) && same == hour.Hour) yield return await LateAsync(waiting.Dequeue(), hour);
            else yield return Piece(hour.Hour, Unpack(hour));
        }
        while (waiting.TryDequeue(out var left)) yield return await LateAsync(left, null);
        await foreach (var page in log.PagesAsync(question, Math.Max(packedUntil, oldest), question.LastTime, cancellation))
            yield return ([.. page.Where(question.Wants)], page[^1].Time);

        List<HistoryRecord> Unpack(PackedHour hour)
        {
            var records = new List<HistoryRecord>(hour.Times.Length);
            HistoryRecords.Read(hour, question, records);
            return records;
        }

        async Task<(List<HistoryRecord>, long)> LateAsync(long hour, PackedHour? known)
        {
            var records = known is null ? [] : Unpack(known);
            var logged = new List<HistoryRecord>();
            await foreach (var page in log.PagesAsync(question, hour, hour + Microseconds.PerHour, cancellation)) logged.AddRange(
                page.Where(question.Wants));
            var inLog = logged.Select(record => (record.Time, record.ReceivedAt)).ToHashSet();
            return Piece(hour, [.. records.Where(record => !inLog.Contains((record.Time, record.ReceivedAt))), .. logged]);
        }

        static (List<HistoryRecord>, long) Piece(long hour, List<HistoryRecord> records) => (records, hour + Microseconds.PerHour);
    }
}

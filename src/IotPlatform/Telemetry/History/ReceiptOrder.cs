namespace IotPlatform.Telemetry;

/// <summary>What came later than its hour does not fit into memory until its turn comes.</summary>
public sealed class TooScatteredException(int most) : Exception($"More than {most:N0} values came later than their hour.")
{
    /// <summary>How many are held at most.</summary>
    public int Most => most;
}

/// <summary>
/// Puts records that come in order of their values' time into the order of their receipt. What came late waits until it is its turn; most
/// of what devices send never has to.
/// </summary>
/// <param name="most">How many records may wait.</param>
public sealed class ReceiptOrder(int most)
{
    private static readonly Comparer<HistoryRecord> ByReceipt = Comparer<HistoryRecord>.Create(HistoryRecord.Compare);
    private readonly PriorityQueue<HistoryRecord, HistoryRecord> _waiting = new(ByReceipt);

    /// <summary>Takes records in, and gives back all that were received before a moment, in order.</summary>
    /// <param name="until">Nothing that is still to come was received before it.</param>
    public List<HistoryRecord> Take(List<HistoryRecord> records, long until)
    {
        var ready = new List<HistoryRecord>(records.Count);
        if (!IsInOrder(records)) records.Sort(HistoryRecord.Compare);
        foreach (var record in records)
        {
            if (record.ReceivedAt < until)
            {
                while (_waiting.TryPeek(out var next, out _) && HistoryRecord.Compare(next, record) < 0) ready.Add(_waiting.Dequeue());
                ready.Add(record);
            }
            else if (_waiting.Count < most) _waiting.Enqueue(record, record);
            else throw new TooScatteredException(most);
        }
        while (_waiting.TryPeek(out var last, out _) && last.ReceivedAt < until) ready.Add(_waiting.Dequeue());
        return ready;
    }

    private static bool IsInOrder(List<HistoryRecord> records)
    {
        for (var i = 1; i < records.Count; i++)
            if (HistoryRecord.Compare(records[i - 1], records[i]) > 0) return false;
        return true;
    }
}

namespace IotPlatform.Telemetry;

/// <summary>Which of a device's records somebody wants, times in microseconds since 1970.</summary>
/// <param name="Key">The key whose values are wanted; null for none.</param>
/// <param name="AllRecords">Whether records without such a value are wanted too.</param>
/// <param name="From">The first moment of receipt.</param>
/// <param name="To">The first moment of receipt that no longer belongs.</param>
/// <param name="Oldest">What is older than this is not looked for, however late it came.</param>
public sealed record HistoryQuestion(int DeviceKey, string? Key, bool AllRecords, long From, long To, long Oldest)
{
    /// <summary>What may be dated ahead of its receipt is still looked for up to here.</summary>
    public long LastTime => To + Tolerance;

    /// <summary>How far ahead of its receipt a value may be dated.</summary>
    public static long Tolerance { get; } = PayloadTimestamp.Tolerance.BclCompatibleTicks / 10;

    /// <summary>The columns of packed hours that hold the answer.</summary>
    public HourView View => (Key, AllRecords) switch
    {
        (null, _) => HourView.Receipts,
        (_, false) => HourView.ReceivedValues,
        _ => HourView.Whole,
    };

    /// <summary>Whether a record belongs to the answer.</summary>
    public bool Wants(HistoryRecord record) =>
        record.ReceivedAt >= From && record.ReceivedAt < To && (AllRecords || record.Value is not null);
}

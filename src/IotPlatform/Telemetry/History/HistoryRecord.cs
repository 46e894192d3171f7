namespace IotPlatform.Telemetry;

/// <summary>A record of a device as it came in, as far as it was asked for; times in microseconds since 1970.</summary>
/// <param name="Time">The moment that its values are of.</param>
/// <param name="Position">Its place in the log; 0 once it is packed.</param>
/// <param name="StartsMessage">Whether a message begins with it.</param>
/// <param name="HasValues">Whether it brought values, of whatever key.</param>
/// <param name="Value">The value of the key that was asked for, if it brought one.</param>
public readonly record struct HistoryRecord(
    long ReceivedAt, long Time, long Position, bool StartsMessage, bool HasValues, SampleValue? Value)
{
    /// <summary>The order of receipt; no two records of one run of the platform share it.</summary>
    public static int Compare(HistoryRecord one, HistoryRecord other) =>
        (one.ReceivedAt, one.Position, one.Time).CompareTo((other.ReceivedAt, other.Position, other.Time));
}

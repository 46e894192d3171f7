namespace IotPlatform.Backtests;

/// <summary>The alarms of one backtest, as many as one answer tells.</summary>
public sealed class AlarmList
{
    /// <summary>How many one answer tells.</summary>
    public const int Most = 10_000;

    private readonly List<BacktestAlarm> _alarms = [];
    private int _begun;

    /// <summary>Whether there would be more.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Whether one more may begin.</summary>
    public bool Admits()
    {
        IsTruncated |= _begun == Most;
        if (!IsTruncated) _begun++;
        return !IsTruncated;
    }

    /// <summary>Takes in an alarm of which all is known.</summary>
    public void Add(BacktestAlarm alarm) => _alarms.Add(alarm);

    /// <summary>By the time of their trigger, then by device.</summary>
    public IReadOnlyList<BacktestAlarm> InOrder() =>
        [.. _alarms.OrderBy(alarm => alarm.TriggeredAt).ThenBy(alarm => alarm.DeviceId, StringComparer.Ordinal)];
}

using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>Something that can move a rule's state for one device.</summary>
public abstract record Observation
{
    private protected Observation() { }
}

/// <summary>A value that the device reported.</summary>
/// <param name="Key">The datapoint's key.</param>
/// <param name="Value">What was measured.</param>
/// <param name="At">When, by the device's clock.</param>
/// <param name="ReceivedAt">When the platform received it.</param>
/// <param name="Position">Where it stands in the telemetry log.</param>
public sealed record SampleTaken(string Key, Scalar Value, Instant At, Instant ReceivedAt, long Position) : Observation
{
    /// <summary>The time that counts in evaluation: a device's fast clock can't put a sample after its receipt.</summary>
    public Instant EventTime => Instant.Min(At, ReceivedAt);
}

/// <summary>A deadline may have come: whatever was due by then happens, dated to the deadline and not to the timer's lateness.</summary>
public sealed record TimePassed : Observation
{
    public static TimePassed Instance { get; } = new();
}

/// <summary>An alarm of this rule and device is open: it was found so when the state began afresh, or someone reopened it.</summary>
public sealed record AlarmOpened : Observation
{
    public static AlarmOpened Instance { get; } = new();
}

/// <summary>The open alarm of this rule and device was resolved by other hands than the engine's.</summary>
public sealed record AlarmClosed : Observation
{
    public static AlarmClosed Instance { get; } = new();
}

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

/// <summary>A record of the device came in, whatever it held: values, a status, an event, or what could not be read.</summary>
/// <param name="Position">Where it stands in the telemetry log.</param>
/// <param name="StartsMessage">Whether a message begins with it; the further moments of an array belong to the message before them.</param>
/// <param name="HasValues">Whether it brought values.</param>
public sealed record RecordReceived(Instant ReceivedAt, long Position, bool StartsMessage, bool HasValues) : Observation;

/// <summary>The device's login was acknowledged.</summary>
/// <param name="Epoch">Which session it is; later ones have higher numbers.</param>
/// <param name="Position">Where it stands in the connection log.</param>
public sealed record SessionBegan(Instant At, long Epoch, long Position) : Observation;

/// <summary>A session is over; that of an older one than the last says nothing about the device.</summary>
/// <param name="Patience">How long the device may take to begin another, where the end was not its own doing.</param>
public sealed record SessionEnded(Instant At, long Epoch, long Position, Duration Patience = default) : Observation
{
    /// <summary>More than the session that takes over needs to begin.</summary>
    public static readonly Duration TakeOver = Duration.FromSeconds(10);
}

/// <summary>
/// From here on the rule is about the device: rule and device are there and active, and the device is in the rule's scope. It comes first,
/// to conditions that are met by silence, since nothing else might come.
/// </summary>
/// <param name="Session">The device's last session; null if it never connected.</param>
/// <param name="HadContact">Whether the device was ever heard of, by a session or a message.</param>
public sealed record WatchBegan(Instant At, LastSession? Session, bool HadContact) : Observation;

/// <summary>A session as it stands.</summary>
/// <param name="EndedAt">From when on its end counts; null while it is open.</param>
public sealed record LastSession(long Epoch, Instant? EndedAt);

/// <summary>The platform is back. What devices could not tell it meanwhile is not held against them.</summary>
/// <param name="DownSince">From when on it heard nothing.</param>
/// <param name="At">Since when it hears again.</param>
/// <param name="Grace">How long devices may take to connect again.</param>
public sealed record PlatformResumed(Instant DownSince, Instant At, Duration Grace) : Observation;

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

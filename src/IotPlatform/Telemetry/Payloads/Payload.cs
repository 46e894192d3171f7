using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>What a payload is read against.</summary>
/// <param name="ReceivedAt">When the platform received it.</param>
/// <param name="Retention">How old a value may be at most.</param>
/// <param name="Datapoints">The customer's defined datapoints by key; a value of another kind is dropped. Null: none are defined.</param>
public readonly record struct PayloadRules(
    Instant ReceivedAt, Duration Retention, IReadOnlyDictionary<string, DatapointInfo>? Datapoints = null);

/// <summary>One moment's values.</summary>
/// <param name="Timestamp">The device's time; null where the platform's stands in: none was sent, or one too far ahead.</param>
/// <param name="Samples">The values, one for each key; empty for a <c>status</c> or <c>events/…</c> message.</param>
/// <param name="Json">The same as it goes into the log.</param>
public readonly record struct PayloadEntry(Instant? Timestamp, Sample[] Samples, byte[] Json);

/// <summary>What came of a payload. A bad one has no entries, but counts as a message all the same.</summary>
/// <param name="Error">Why the payload can't be used; <see cref="PayloadError.None"/> when it can.</param>
/// <param name="Entries">One for each moment, in the order sent.</param>
/// <param name="WrongKind">Values dropped because their datapoint is defined as another kind.</param>
/// <param name="Expired">Values dropped because they are older than the retention.</param>
public readonly record struct ParsedPayload(PayloadError Error, PayloadEntry[] Entries, int WrongKind = 0, int Expired = 0)
{
    /// <summary>Where in the payload the error is, as far as it is at a key.</summary>
    public string? FaultyKey { get; init; }

    /// <summary>The keys of dropped values, each once for each reason; not more than are worth reading. Null: there are none.</summary>
    public IReadOnlyList<DroppedKey>? Dropped { get; init; }

    /// <summary>A payload that can't be used.</summary>
    public static ParsedPayload Bad(PayloadError error, string? key = null) => new(error, []) { FaultyKey = key };
}

/// <summary>Values that were left out of a payload that is fine otherwise.</summary>
public readonly record struct DroppedKey(string Key, DropReason Reason);

/// <summary>Why a value was left out. The HTTP answer and the device's error counters share these names.</summary>
public enum DropReason
{
    /// <summary>Its datapoint is defined as another kind.</summary>
    WrongType,
    /// <summary>It is older than the retention.</summary>
    TooOld,
}

/// <summary>From bytes to values. A payload is taken whole or not at all; nothing that a device sends makes this throw.</summary>
public static class Payload
{
    [ThreadStatic]
    private static PayloadParser? _parser;

    /// <summary>Reads what came on <paramref name="topic"/> (below <c>devices/{device_id}/</c>).</summary>
    public static ParsedPayload Parse(string topic, ReadOnlySpan<byte> payload, in PayloadRules rules) =>
        (_parser ??= new PayloadParser(KeyPool.Shared)).Parse(topic, payload, rules);
}

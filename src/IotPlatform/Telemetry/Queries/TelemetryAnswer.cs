using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Values of a span of time, as sent or aggregated by interval.</summary>
public sealed record TelemetryAnswer(
    string DeviceId, Instant From, Instant To, string? Interval, Aggregation? Aggregation, IReadOnlyList<TelemetryPoint> Data, int Count,
    bool Truncated);

/// <summary>One value, and what its key is defined as.</summary>
public sealed record TelemetryPoint(Instant Timestamp, string? DatapointId, string Key, SampleValue Value, string? Unit);

/// <summary>The newest value of each key, by its timestamp.</summary>
public sealed record LatestAnswer(string DeviceId, IReadOnlyDictionary<string, LatestPoint> Values);

/// <summary>The newest value of a key, and what the key is defined as.</summary>
public sealed record LatestPoint(SampleValue Value, string? Unit, Instant Timestamp, string? DatapointId);

using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>One key's value at one moment, or over one interval that begins there.</summary>
public readonly record struct Point(Instant Timestamp, string Key, SampleValue Value);

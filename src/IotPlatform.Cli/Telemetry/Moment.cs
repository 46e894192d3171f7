using NodaTime;

namespace IotPlatform.Cli.Telemetry;

/// <summary>What a device measured at one time.</summary>
public sealed record Moment(string DeviceId, Instant Time, IReadOnlyList<KeyValuePair<string, Scalar>> Values);

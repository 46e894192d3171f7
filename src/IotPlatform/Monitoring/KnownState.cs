using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>Whose state it is: a rule's, on a device.</summary>
public readonly record struct RuleOnDevice(WatchedDevice Device, string RuleId);

/// <summary>What a rule remembers of a device, and how far in the logs that goes.</summary>
/// <param name="Life">Under which life of the rule; see <see cref="ActiveRule.Life"/>.</param>
/// <param name="Watch">Since when the rule is about the device.</param>
/// <param name="Telemetry">Position in the telemetry log up to which it has seen everything.</param>
/// <param name="Sessions">Position in the connection log up to which it has seen everything.</param>
public sealed record KnownState(RuleState State, long Life, Instant Watch, long Telemetry, long Sessions);

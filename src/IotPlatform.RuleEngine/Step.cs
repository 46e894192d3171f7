using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>One step of the engine.</summary>
/// <param name="State">The state from here on.</param>
/// <param name="Deadline">When <see cref="TimePassed"/> is to be delivered unless something else happens first; may lie in the past
/// when samples came late, and is then due at once. Null: no timer.</param>
public sealed record Step(RuleState State, Verdict Verdict, Instant? Deadline);

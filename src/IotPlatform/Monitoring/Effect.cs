using IotPlatform.Alarms;
using IotPlatform.RuleEngine;

namespace IotPlatform.Monitoring;

/// <summary>What has to be made true after an evaluation.</summary>
/// <param name="Whose">The rule and the device.</param>
/// <param name="Known">What the rule remembers of the device once the verdict has been spoken: stored in the transaction of its effect, so that
/// after a crash it is not spoken again.</param>
public sealed record Effect(VerdictKind Kind, Firing Firing, RuleOnDevice Whose, KnownState Known);

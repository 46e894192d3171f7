using IotPlatform.Alarms;

namespace IotPlatform.Monitoring;

/// <summary>
/// What has to be made true after an evaluation. With it goes what the rule remembers of the device once the verdict is spoken, so that
/// after a crash it is not spoken again.
/// </summary>
public sealed record Effect(RuleOnDevice Whose, FiringVerdict Verdict);

using IotPlatform.Platform;
using IotPlatform.RuleEngine;

namespace IotPlatform.Monitoring;

/// <summary>
/// Takes down what evaluation had to skip: a rule that fails on a device must not keep the others from being evaluated. An operator
/// finds it in the log and in the metric <c>iot_monitoring_skipped_total</c>.
/// </summary>
public sealed class EvaluationFaults(MonitoringMetrics metrics, ILogger<EvaluationFaults> log)
{
    /// <summary>An observation could not be evaluated; the state is as it was before it.</summary>
    public void Skip(RuleOnDevice whose, Observation observation, Exception fault)
    {
        metrics.Skipped(observation);
        log.LogError(fault, "Rule {Rule} fails on device {Device} at {Observation}; that is skipped", whose.RuleId, whose.Device, observation.GetType().Name);
    }

    /// <summary>A verdict could not take effect though the database works.</summary>
    public void Skip(Effect effect, Exception fault)
    {
        metrics.Skipped(effect);
        var firing = effect.Verdict.Firing;
        using var scope = log.BeginCorrelated($"{firing.RuleId}@{firing.Position}");
        log.LogError(
            fault, "The {Verdict} of rule {Rule} on device {Device} cannot be recorded; it is skipped", effect.Verdict.Step, effect.Whose.RuleId, effect.Whose.Device);
    }
}

using System.Diagnostics.Metrics;
using IotPlatform.RuleEngine;

namespace IotPlatform.Monitoring;

/// <summary>
/// Takes down what evaluation had to skip: a rule that fails on a device must not keep the others from being evaluated. An operator
/// finds it in the log and in the metric <c>iot_evaluation_skipped</c>.
/// </summary>
public sealed class EvaluationFaults(IMeterFactory meters, ILogger<EvaluationFaults> log)
{
    private readonly Counter<long> _skipped = meters.Create("IotPlatform.Monitoring").CreateCounter<long>(
        "iot_evaluation_skipped", description: "Observations and verdicts that evaluation skipped because of a fault.");

    /// <summary>An observation could not be evaluated; the state is as it was before it.</summary>
    public void Skip(RuleOnDevice whose, Observation observation, Exception fault)
    {
        _skipped.Add(1);
        log.LogError(fault, "Rule {Rule} fails on device {Device} at {Observation}; that is skipped", whose.RuleId, whose.Device, observation.GetType().Name);
    }

    /// <summary>A verdict could not take effect though the database works.</summary>
    public void Skip(Effect effect, Exception fault)
    {
        _skipped.Add(1);
        log.LogError(
            fault, "The {Verdict} of rule {Rule} on device {Device} cannot be recorded; it is skipped", effect.Verdict.Step, effect.Whose.RuleId, effect.Whose.Device);
    }
}

using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;

namespace IotPlatform.Monitoring;

/// <summary>Turns the engine's verdicts into what has to be made true.</summary>
public static class Verdicts
{
    /// <summary>What follows from a verdict; null when nothing does.</summary>
    public static Effect? EffectOf(ActiveRule active, RuleOnDevice whose, Device facts, KnownState known, Verdict verdict)
    {
        if (verdict.Grounds is not { } grounds) return null;
        var source = active.Source;
        var firing = new Firing(
            whose.Device.Customer, source.Id, source.Name, source.RuleType, source.Severity, whose.Device.Id, facts.Name,
            grounds.Message, FiringDetails.Of(source, verdict), grounds.Position, grounds.At)
        {
            Actions = active.Actions,
            WebhookUrl = active.WebhookUrl,
            Watch = known.Watch,
            Also = session => session.QueueSqlCommand(RuleStateStore.Upsert, RuleStateStore.Parameters(whose, known)),
        };
        return new(whose, new(StepOf(verdict.Kind), firing));
    }

    private static FiringStep StepOf(VerdictKind kind) => kind switch
    {
        VerdictKind.Resolve => FiringStep.Resolve,
        VerdictKind.Clear => FiringStep.Clear,
        _ => FiringStep.Trigger,
    };
}

using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>An event that a verdict leaves.</summary>
/// <param name="Stream">The key of its stream.</param>
/// <param name="Version">The stream's version with it; 1 starts the stream.</param>
public sealed record FiringEffect(string Stream, long Version, object Fact);

/// <summary>What follows from a verdict where it finds things as they are. Pure.</summary>
public static class FiringEffects
{
    private const RuleActions Others = RuleActions.SendWebhook | RuleActions.MarkUnhealthy;

    /// <summary>The events of a verdict.</summary>
    public static IEnumerable<FiringEffect> Of(FiringVerdict verdict, FiringScene scene, Instant now) => verdict.Step switch
    {
        FiringStep.Trigger => Trigger(verdict.Firing, scene, now),
        FiringStep.Resolve => [.. Resolve(scene, now), .. Clear(verdict.Firing, scene, now)],
        _ => Clear(verdict.Firing, scene, now),
    };

    private static IEnumerable<FiringEffect> Trigger(Firing firing, FiringScene scene, Instant now)
    {
        var opens = firing.Actions.HasFlag(RuleActions.CreateAlarm);
        if (opens && scene.Alarm is { } open)
        {
            yield return new(open.Id, open.Version + 1, new AlarmRetriggered(open.Id, firing.Message, firing.Details, firing.At, now));
            // It notifies nobody, and marks what is not marked any more.
            var marks = scene.IsMarked ? RuleActions.None : firing.Actions & RuleActions.MarkUnhealthy;
            if (Runs(firing, scene, open.Id, marks, now) is { } marked) yield return marked;
            yield break;
        }
        var alarmId = opens ? FiringLedger.AlarmIdOf(firing) : null;
        if (opens && !scene.WasOpened) yield return new(alarmId!, 1, Open(firing, alarmId!, now));
        if (Runs(firing, scene, alarmId, firing.Actions & Others, now) is { } runs) yield return runs;
    }

    private static AlarmTriggered Open(Firing firing, string id, Instant now) => new(
        id, firing.RuleId, firing.RuleName, firing.RuleType, firing.DeviceId, firing.DeviceName, firing.Severity, firing.Message,
        firing.Details, firing.At, now);

    private static FiringEffect? Runs(Firing firing, FiringScene scene, string? alarmId, RuleActions actions, Instant now)
    {
        if (actions is RuleActions.None) return null;
        var key = UnhealthyMark.KeyOf(firing.RuleId, firing.DeviceId);
        var words = Enum.GetValues<RuleActions>().Where(action => (actions & action) != 0).Select(Words.Of);
        var url = actions.HasFlag(RuleActions.SendWebhook) ? firing.WebhookUrl : null;
        return new(key, scene.Version + 1, new RuleFired(
            key, firing.RuleId, firing.RuleName, firing.RuleType, firing.DeviceId, firing.DeviceName, firing.Severity, alarmId, firing.Message,
            firing.Details, [.. words], url, firing.At, now));
    }

    private static IEnumerable<FiringEffect> Resolve(FiringScene scene, Instant now)
    {
        if (scene.Alarm is { } open)
        {
            yield return new(open.Id, open.Version + 1, new AlarmResolved(
                open.Id, open.Severity, open.Status, AlarmResolution.Auto, null, Caller.PlatformActor, now));
        }
    }

    private static IEnumerable<FiringEffect> Clear(Firing firing, FiringScene scene, Instant now)
    {
        var key = UnhealthyMark.KeyOf(firing.RuleId, firing.DeviceId);
        if (scene.IsMarked) yield return new(key, scene.Version + 1, new RuleCleared(key, now));
    }
}

using System.Text.Json;
using IotPlatform.Platform;
using JasperFx.Events;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>An alarm's life step by step, as its event stream tells it: what an auditor goes through.</summary>
/// <param name="AsOf">Where it stops; null: at the last event.</param>
/// <param name="Alarm">The alarm after the last step.</param>
public sealed record AlarmReplay(string AlarmId, string Customer, Instant? AsOf, IReadOnlyList<ReplayStep> Steps, Alarm Alarm)
{
    // It is the time of the step itself.
    private const string UpdatedAt = "updated_at";

    // What fired is told with the step.
    private const string Details = "details";

    /// <summary>Replays a stream; null where it tells of no alarm, or of none yet. A pure function.</summary>
    public static AlarmReplay? Of(string customer, string alarmId, IReadOnlyList<IEvent> stream, Instant? asOf)
    {
        List<ReplayStep> steps = [];
        Alarm? alarm = null;
        foreach (var e in stream)
        {
            var after = Alarm.Fold(alarm, e.Data);
            if (GetAlarmTimelineEndpoint.Tell(alarm, after, e) is not { } entry) continue;
            if (entry.CreatedAt > asOf) break;
            steps.Add(Step(entry, e, Changes(alarm, after!)));
            alarm = after;
        }
        return alarm is null ? null : new(alarmId, customer, asOf, steps, alarm);
    }

    private static ReplayStep Step(TimelineEntry entry, IEvent e, IReadOnlyList<ReplayChange> changes) => new(
        e.Version, entry.Id, entry.EventType, entry.CreatedAt, entry.Actor, MessageOf(e.Data), entry.Note, NoteOf(e.Data)?.Commitment,
        entry.FromStatus, entry.ToStatus, changes, entry.Details);

    private static List<ReplayChange> Changes(Alarm? before, Alarm after)
    {
        var old = JsonSerializer.SerializeToElement(before, Json.Api);
        return
        [
            .. JsonSerializer.SerializeToElement(after, Json.Api).EnumerateObject()
                .Select(member => new ReplayChange(member.Name, before is null ? null : old.GetProperty(member.Name), member.Value))
                .Where(change => change.Member is not (UpdatedAt or Details) && change.IsOne),
        ];
    }

    private static string? MessageOf(object fact) => fact switch
    {
        AlarmTriggered e => e.Message,
        AlarmRetriggered e => e.Message,
        _ => null,
    };

    private static ErasableText? NoteOf(object fact) => fact switch
    {
        AlarmAcknowledged e => e.Note,
        AlarmResolved e => e.Note,
        AlarmReopened e => e.Note,
        _ => null,
    };
}

using System.Text.Json;
using IotPlatform.Platform;
using JasperFx.Events;
using Marten;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>All that happened to an alarm, oldest first.</summary>
public sealed record AlarmTimeline(string AlarmId, IReadOnlyList<TimelineEntry> Events);

/// <summary>One event of an alarm, for people.</summary>
public sealed record TimelineEntry(
    Guid Id, string EventType, AlarmStatus? FromStatus, AlarmStatus ToStatus, string Actor, string? Note, JsonElement? Details, Instant CreatedAt);

/// <summary>GET /v1/iot/alarms/{alarm_id}/timeline: read straight from the alarm's event stream, through no read model.</summary>
public static class GetAlarmTimelineEndpoint
{
    [WolverineGet("/v1/iot/alarms/{alarm_id}/timeline")]
    [EndpointSummary("Get alarm event timeline")]
    [Answers(typeof(AlarmTimeline))]
    public static async Task<IResult> Get(string alarm_id, HttpContext http, IDocumentStore store)
    {
        await using var session = store.QuerySession(Caller.Of(http).Customer);
        var events = await session.Events.FetchStreamAsync(alarm_id, token: http.RequestAborted);
        var timeline = Tell(alarm_id, events);
        return timeline.Events.Count == 0 ? Problem.NotFound(Alarm.Kind, alarm_id) : Results.Json(timeline, Json.Api);
    }

    /// <summary>The entries that the stream's events make. A pure function.</summary>
    public static AlarmTimeline Tell(string alarmId, IReadOnlyList<IEvent> stream)
    {
        var entries = new List<TimelineEntry>();
        Alarm? alarm = null;
        foreach (var e in stream)
        {
            var before = alarm;
            alarm = Alarm.Fold(alarm, e.Data);
            if (Tell(before, alarm, e) is { } entry) entries.Add(entry);
        }
        return new(alarmId, entries);
    }

    /// <summary>The entry that an event makes between two states of the alarm; null for no event of an alarm. A pure function.</summary>
    public static TimelineEntry? Tell(Alarm? before, Alarm? after, IEvent e) =>
        after is not null && Describe(e.Data) is var (type, actor, note, details, at)
            ? new(e.Id, type, before?.Status, after.Status, actor, note, details, at)
            : null;

    private static (string Type, string Actor, string? Note, JsonElement? Details, Instant At)? Describe(object fact) => fact switch
    {
        AlarmTriggered e => ("triggered", Caller.PlatformActor, null, e.Details, e.At),
        AlarmRetriggered e => ("retriggered", Caller.PlatformActor, null, e.Details, e.At),
        AlarmAcknowledged e => ("acknowledged", e.By, e.Note?.Text, null, e.At),
        AlarmResolved { Resolution: AlarmResolution.Auto } e => ("auto_resolved", e.By, e.Note?.Text, null, e.At),
        AlarmResolved e => ("resolved", e.By, e.Note?.Text, null, e.At),
        AlarmReopened e => ("reopened", e.By, e.Note?.Text, null, e.At),
        AlarmNotesErased e => ("notes_erased", e.By, null, null, e.At),
        AlarmNotificationSent e => ("notification_sent", Caller.PlatformActor, null, Details(e.Notification), e.At),
        AlarmNotificationFailed e => ("notification_failed", Caller.PlatformActor, null, Details(e), e.At),
        _ => null,
    };

    private static JsonElement Details(AlarmNotification told) => JsonSerializer.SerializeToElement(told, Json.Api);

    private static JsonElement Details(AlarmNotificationFailed e)
    {
        var details = JsonSerializer.SerializeToNode(e.Notification, Json.Api)!.AsObject();
        details["error"] = e.Error;
        return details.Deserialize<JsonElement>();
    }
}

using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>
/// POST /v1/iot/alarms/{alarm_id}/erase-notes: what people said with the alarm's transitions is erased from its events for ever, whatever
/// its status; the timeline says so. Repeating it changes nothing.
/// </summary>
public static class EraseAlarmNotesEndpoint
{
    [WolverinePost("/v1/iot/alarms/{alarm_id}/erase-notes")]
    [EndpointSummary("Erase the notes of an alarm")]
    public static Task<IResult> Post(string alarm_id, HttpContext http, Resources<Alarm> alarms) =>
        alarms.ChangeLocked(http, alarm_id, async (session, alarm, now) =>
            Decide(await StoredNotes.EraseAsync(session, alarm_id, http.RequestAborted), alarm, Caller.Of(http).Actor, now));

    /// <param name="erased">How many notes there were to erase.</param>
    public static Decision Decide(int erased, Alarm alarm, string actor, Instant now) =>
        erased == 0 ? Decision.Nothing : Decision.Append(new AlarmNotesErased(alarm.Id, actor, now));
}

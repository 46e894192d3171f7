using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>POST /v1/iot/alarms/{alarm_id}/acknowledge: somebody has taken notice of an active alarm.</summary>
public static class AcknowledgeAlarmEndpoint
{
    [WolverinePost("/v1/iot/alarms/{alarm_id}/acknowledge")]
    [EndpointSummary("Acknowledge alarm")]
    public static Task<IResult> Post(string alarm_id, AlarmNote command, HttpContext http, Resources<Alarm> alarms) =>
        alarms.Change(http, alarm_id, (alarm, now) => Decide(command, alarm, Caller.Of(http).Actor, now));

    public static Decision Decide(AlarmNote command, Alarm alarm, string actor, Instant now) => alarm.Status switch
    {
        AlarmStatus.Active => Decision.Append(new AlarmAcknowledged(alarm.Id, alarm.Severity, command.Note, actor, now)),
        AlarmStatus.Acknowledged => Problem.InvalidState("The alarm is acknowledged already."),
        _ => Problem.InvalidState("The alarm is resolved. Reopen it first."),
    };
}

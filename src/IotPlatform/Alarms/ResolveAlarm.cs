using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>POST /v1/iot/alarms/{alarm_id}/resolve: closes an open alarm, acknowledged or not.</summary>
public static class ResolveAlarmEndpoint
{
    [WolverinePost("/v1/iot/alarms/{alarm_id}/resolve")]
    [EndpointSummary("Resolve alarm")]
    public static Task<IResult> Post(string alarm_id, AlarmNote command, HttpContext http, Resources<Alarm> alarms) =>
        alarms.Change(http, alarm_id, (alarm, now) => Decide(command, alarm, Caller.Of(http).Actor, now));

    public static Decision Decide(AlarmNote command, Alarm alarm, string actor, Instant now) => alarm.Status is AlarmStatus.Resolved
        ? Problem.InvalidState("The alarm is resolved already.")
        : Decision.Append(new AlarmResolved(alarm.Id, alarm.Severity, alarm.Status, AlarmResolution.Manual, command.Note, actor, now));
}

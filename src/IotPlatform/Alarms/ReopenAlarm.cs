using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>
/// POST /v1/iot/alarms/{alarm_id}/reopen: a resolved alarm is active again, unless its rule and device have another open one.
/// </summary>
public static class ReopenAlarmEndpoint
{
    [WolverinePost("/v1/iot/alarms/{alarm_id}/reopen")]
    [EndpointSummary("Reopen a resolved alarm")]
    public static async Task<IResult> Post(string alarm_id, AlarmNote command, HttpContext http, Resources<Alarm> alarms)
    {
        try
        {
            return await alarms.Change(http, alarm_id, (alarm, now) => Decide(command, alarm, Caller.Of(http).Actor, now));
        }
        catch (Exception fault) when (OpenAlarms.IsDuplicate(fault))
        {
            return Problem.InvalidState("Another alarm of this rule and device is open. Resolve that one first.");
        }
    }

    public static Decision Decide(AlarmNote command, Alarm alarm, string actor, Instant now) => alarm.Status is AlarmStatus.Resolved
        ? Decision.Append(new AlarmReopened(alarm.Id, alarm.RuleId, alarm.DeviceId, alarm.Severity, command.Note, actor, now))
        : Problem.InvalidState("The alarm is open. Only a resolved alarm can be reopened.");
}

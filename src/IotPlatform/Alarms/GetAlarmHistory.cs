using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>GET /v1/iot/alarms/{alarm_id}/history: all that happened to an alarm, oldest first, as it is stored.</summary>
public static class GetAlarmHistoryEndpoint
{
    [WolverineGet("/v1/iot/alarms/{alarm_id}/history")]
    [EndpointSummary("Get alarm history")]
    public static Task<IResult> Get(string alarm_id, HttpContext http, History<Alarm> history) => history.Get(http, alarm_id);
}

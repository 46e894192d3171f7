using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>GET /v1/iot/alarms/{alarm_id}: one alarm, with the evidence that made it fire.</summary>
public static class GetAlarmEndpoint
{
    [WolverineGet("/v1/iot/alarms/{alarm_id}")]
    [EndpointSummary("Get alarm details")]
    public static Task<IResult> Get(string alarm_id, HttpContext http, ReadModel<Alarm> alarms) => alarms.Get(http, alarm_id);
}

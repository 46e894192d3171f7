using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/silences/{silence_id}: one silence.</summary>
public static class GetSilenceEndpoint
{
    [WolverineGet("/v1/iot/notifications/silences/{silence_id}")]
    [EndpointSummary("Get silence")]
    public static Task<IResult> Get(string silence_id, HttpContext http, ReadModel<Silence> silences) => silences.Get(http, silence_id);
}

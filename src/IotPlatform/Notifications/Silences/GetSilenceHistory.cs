using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// GET /v1/iot/notifications/silences/{silence_id}/history: who asked for a silence and who ended it, also after its deletion.
/// </summary>
public static class GetSilenceHistoryEndpoint
{
    [WolverineGet("/v1/iot/notifications/silences/{silence_id}/history")]
    [EndpointSummary("Get silence history")]
    public static Task<IResult> Get(string silence_id, HttpContext http, History<Silence> history) => history.Get(http, silence_id);
}

using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>DELETE /v1/iot/notifications/silences/{silence_id}: what happens from then on is told again.</summary>
public static class DeleteSilenceEndpoint
{
    [WolverineDelete("/v1/iot/notifications/silences/{silence_id}")]
    [EndpointSummary("Delete silence")]
    public static Task<IResult> Delete(string silence_id, HttpContext http, Resources<Silence> silences) =>
        silences.Delete(http, silence_id, Decide);

    public static Decision Decide(Silence silence, Instant now) => Decision.Append(new SilenceDeleted(silence.Id, now));
}

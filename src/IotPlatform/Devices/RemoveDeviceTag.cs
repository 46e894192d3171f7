using IotPlatform.Platform;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>DELETE /v1/iot/devices/{device_id}/tags/{tag}: takes one tag off. A slash in it is sent as %2F.</summary>
public static class RemoveDeviceTagEndpoint
{
    [WolverineDelete("/v1/iot/devices/{device_id}/tags/{tag}")]
    [EndpointSummary("Remove tag from device")]
    public static Task<IResult> Delete(string device_id, string tag, HttpContext http, Resources<Device> devices)
    {
        var text = LastSegment(http) ?? tag;
        return devices.Change(http, device_id, (device, now) => Decide(text, device, now), (_, _) => Results.NoContent());
    }

    public static Decision Decide(string tag, Device device, Instant now) =>
        device.Tags.Contains(tag) ? Decision.Append(new DeviceUntagged(device.DeviceId, tag, now)) : Problem.NotFound("tag", tag);

    // The server decodes all of a path but %2F, so its text does not tell a slash from a tag that spells one; the raw target does.
    private static string? LastSegment(HttpContext http)
    {
        var path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        return path.Length == 0 ? null : Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

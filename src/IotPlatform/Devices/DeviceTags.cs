using IotPlatform.Platform;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>Adds tags to a device: trimmed, case-sensitive, a set.</summary>
public sealed record AddDeviceTags(IReadOnlyList<string> Tags) : IRequestBody<AddDeviceTags>
{
    /// <summary>How many tags a device may have.</summary>
    public const int Limit = 50;

    /// <inheritdoc/>
    public static AddDeviceTags Read(Body body)
    {
        if (!body.Has("tags")) body.AddFault("tags", "is required");
        return new(body.Texts("tags", Limit, 1, 64).Or([]));
    }
}

/// <summary>A device's tags, alone.</summary>
public sealed record DeviceTags(string DeviceId, IReadOnlyList<string> Tags)
{
    /// <summary>The answer of all three tag routes.</summary>
    public static IResult Of(Device device, long version) => new TaggedAnswer(new(device.DeviceId, device.Tags), version);

    private sealed class TaggedAnswer(DeviceTags tags, long version) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = Preconditions.ETag(version);
            return httpContext.Response.WriteAsJsonAsync(tags, Json.Api);
        }
    }
}

/// <summary>POST /v1/iot/devices/{device_id}/tags</summary>
public static class AddDeviceTagsEndpoint
{
    [WolverinePost("/v1/iot/devices/{device_id}/tags")]
    public static Task<IResult> Post(string device_id, AddDeviceTags command, HttpContext http, Resources<Device> devices) =>
        devices.Change(http, device_id, (device, now) => Decide(command, device, now), (device, version) => DeviceTags.Of(device!, version));

    /// <summary>Only tags that the device lacks make an event.</summary>
    public static Decision Decide(AddDeviceTags command, Device device, Instant now)
    {
        var added = command.Tags.Except(device.Tags).ToList();
        if (added.Count == 0) return Decision.Nothing;
        if (device.Tags.Count + added.Count > AddDeviceTags.Limit)
            return Problem.Invalid([new Fault("tags", $"would give the device more than {AddDeviceTags.Limit} tags")]);
        return Decision.Append(new DeviceTagged(device.DeviceId, added, now));
    }
}

/// <summary>DELETE /v1/iot/devices/{device_id}/tags/{tag}</summary>
public static class RemoveDeviceTagEndpoint
{
    [WolverineDelete("/v1/iot/devices/{device_id}/tags/{tag}")]
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

/// <summary>GET /v1/iot/devices/{device_id}/tags</summary>
public static class ListDeviceTagsEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/tags")]
    public static Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices) => devices.GetTags(http, device_id);
}

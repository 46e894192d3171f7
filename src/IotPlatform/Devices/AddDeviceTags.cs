using IotPlatform.Platform;
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

/// <summary>POST /v1/iot/devices/{device_id}/tags</summary>
public static class AddDeviceTagsEndpoint
{
    [WolverinePost("/v1/iot/devices/{device_id}/tags")]
    [EndpointSummary("Add tags to device")]
    [Answers(typeof(DeviceTags))]
    public static Task<IResult> Post(string device_id, AddDeviceTags command, HttpContext http, Resources<Device> devices) =>
        devices.Change(
            http, device_id, (device, now) => Decide(command, device, now), (device, version) => DeviceTags.Of(device!, version));

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

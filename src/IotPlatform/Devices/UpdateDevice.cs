using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>Changes what is told about a device, applies a profile, or switches it on or off.</summary>
public sealed record UpdateDevice(
    string Name, string? Description, string? DeviceType, JsonElement Metadata, bool IsActive, string? ProfileId) : IChange<UpdateDevice, Device>
{
    /// <inheritdoc/>
    public static UpdateDevice Read(Body body, Device device)
    {
        body.Immutable("device_id", device.DeviceId);
        return new(
            body.Text("name", 1, 100).Or(device.Name),
            body.OptionalText("description", 1000).Or(device.Description),
            body.OptionalText("device_type", 100).Or(device.DeviceType),
            body.Metadata("metadata", device.Metadata),
            body.NullableFlag("is_active").Value ?? device.IsActive,
            body.OptionalText("profile_id", 128).Or(device.ProfileId));
    }
}

/// <summary>PATCH /v1/iot/devices/{device_id}</summary>
public static class UpdateDeviceEndpoint
{
    [WolverinePatch("/v1/iot/devices/{device_id}")]
    [EndpointSummary("Update device")]
    public static Task<IResult> Patch(string device_id, Changes<UpdateDevice> changes, HttpContext http, Resources<Device> devices) =>
        devices.Change(http, device_id, changes, Decide);

    /// <summary>The new description in one event, where it differs; the profile and the switch in others.</summary>
    public static Decision Decide(UpdateDevice change, Device device, Instant now)
    {
        List<object> events = [];
        if (Differs(device, change))
            events.Add(new DeviceDescribed(device.DeviceId, change.Name, change.Description, change.DeviceType, change.Metadata, now));
        events.AddRange(DeviceMembership.ApplyProfile(device, change.ProfileId, now));
        if (change.IsActive != device.IsActive)
            events.Add(device.IsActive ? new DeviceDeactivated(device.DeviceId, now) : new DeviceActivated(device.DeviceId, now));
        return Decision.Append(events);
    }

    private static bool Differs(Device device, UpdateDevice change) =>
        (device.Name, device.Description, device.DeviceType) != (change.Name, change.Description, change.DeviceType)
        || !JsonElement.DeepEquals(device.Metadata, change.Metadata);
}

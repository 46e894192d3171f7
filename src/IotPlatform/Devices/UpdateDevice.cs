using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>Changes what is told about a device, or switches it on or off. An absent member stays; null clears where it may.</summary>
public sealed record UpdateDevice(
    Field<string?> DeviceId, Field<string> Name, Field<string?> Description, Field<string?> DeviceType, Field<JsonElement?> Metadata,
    Field<bool?> IsActive) : IRequestBody<UpdateDevice>
{
    /// <inheritdoc/>
    public static UpdateDevice Read(Body body) => new(
        body.OptionalText("device_id", int.MaxValue),
        body.Text("name", 1, 100),
        body.OptionalText("description", 1000),
        body.OptionalText("device_type", 100),
        body.Metadata("metadata"),
        body.NullableFlag("is_active"));
}

/// <summary>PATCH /v1/iot/devices/{device_id}</summary>
public static class UpdateDeviceEndpoint
{
    [WolverinePatch("/v1/iot/devices/{device_id}")]
    public static Task<IResult> Patch(string device_id, UpdateDevice command, HttpContext http, Resources<Device> devices) =>
        devices.Change(http, device_id, (device, now) => Decide(command, device, now));

    /// <summary>The new description in one event, where it differs; the switch in another.</summary>
    public static Decision Decide(UpdateDevice command, Device device, Instant now)
    {
        if (command.DeviceId.IsPresent && command.DeviceId.Value != device.DeviceId)
            return Problem.Invalid([new Fault("device_id", "cannot be changed")]);

        var described = new DeviceDescribed(
            device.DeviceId,
            command.Name.Or(device.Name),
            command.Description.Or(device.Description),
            command.DeviceType.Or(device.DeviceType),
            command.Metadata.IsPresent ? command.Metadata.Value ?? DeviceMetadata.None : device.Metadata,
            now);
        List<object> events = [];
        if (Differs(device, described)) events.Add(described);
        if ((command.IsActive.Value ?? device.IsActive) != device.IsActive)
            events.Add(device.IsActive ? new DeviceDeactivated(device.DeviceId, now) : new DeviceActivated(device.DeviceId, now));
        return Decision.Append(events);
    }

    private static bool Differs(Device device, DeviceDescribed described) =>
        (device.Name, device.Description, device.DeviceType) != (described.Name, described.Description, described.DeviceType)
        || !JsonElement.DeepEquals(device.Metadata, described.Metadata);
}

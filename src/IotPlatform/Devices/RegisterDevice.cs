using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>Registers a device and issues its MQTT credentials, which the answer alone shows.</summary>
public sealed record RegisterDevice(
    string? DeviceId, string Name, string? Description, string? DeviceType, JsonElement Metadata, bool IsActive) : IRequestBody<RegisterDevice>
{
    /// <inheritdoc/>
    public static RegisterDevice Read(Body body)
    {
        var id = body.OptionalText("device_id", int.MaxValue).Value;
        if (id is not null && !Devices.DeviceId.IsValid(id)) body.AddFault("device_id", Devices.DeviceId.Rule);
        return new(
            id,
            body.RequiredText("name", 1, 100),
            body.OptionalText("description", 1000).Value,
            body.OptionalText("device_type", 100).Value,
            body.Metadata("metadata", Body.NoMetadata),
            body.NullableFlag("is_active").Value ?? true);
    }
}

/// <summary>POST /v1/iot/devices</summary>
public static class RegisterDeviceEndpoint
{
    [WolverinePost("/v1/iot/devices")]
    [EndpointSummary("Register device")]
    [Answers(typeof(Device), typeof(IssuedCredential))]
    public static async Task<IResult> Post(
        RegisterDevice command, HttpContext http, Resources<Device> devices, DeviceLimit limit, IClock clock, MqttEndpoints endpoints)
    {
        using var turn = await limit.EnterAsync(Caller.Of(http).Customer, http.RequestAborted);
        var id = command.DeviceId ?? Ids.New(clock.GetCurrentInstant());
        var credential = MqttCredential.Issue(Caller.Of(http).Customer, id);
        return await devices.Create(
            http,
            id,
            (existing, now) => Decide(command, id, credential.Hash, existing, now),
            answer => endpoints.WriteCredential(answer, credential, id, http.Request.Host.Host));
    }

    /// <summary>An id in use is refused; that of a deleted device is free again.</summary>
    public static Decision Decide(RegisterDevice command, string id, string credentialHash, Device? existing, Instant now) =>
        existing is not null
            ? Problem.Duplicate($"A device with the id '{id}' is registered. Choose another device_id, or delete that device first.")
            : Decision.Append(new DeviceRegistered(
                id, command.Name, command.Description, command.DeviceType, command.Metadata, command.IsActive, credentialHash, now));
}

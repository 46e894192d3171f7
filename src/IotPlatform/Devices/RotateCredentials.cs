using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>
/// POST /v1/iot/devices/{device_id}/credentials/rotate: a new MQTT password, which the answer alone shows. The old one stops working, and
/// the session that it opened is dropped.
/// </summary>
public static class RotateCredentialsEndpoint
{
    [WolverinePost("/v1/iot/devices/{device_id}/credentials/rotate")]
    [EndpointSummary("Rotate device credentials")]
    [Answers(typeof(Device), typeof(IssuedCredential))]
    public static Task<IResult> Post(
        string device_id, HttpContext http, Resources<Device> devices, DeviceReadModel readModel, MqttEndpoints endpoints)
    {
        var credential = MqttCredential.Issue(Caller.Of(http).Customer, device_id);
        return devices.Change(http, device_id, (device, now) => Decide(device, credential.Hash, now), (device, version) =>
            new ResourceAnswer(200, version, (buffer, _) => readModel.WriteIssuedAsync(
                buffer, Caller.Of(http).Customer, device!, writer => endpoints.WriteCredential(writer, credential, device_id, http.Request.Host.Host),
                http.RequestAborted)));
    }

    public static Decision Decide(Device device, string credentialHash, Instant now) =>
        Decision.Append(new DeviceCredentialsRotated(device.DeviceId, credentialHash, now));
}

using Wolverine.Http;

namespace IotPlatform.Commands;

/// <summary>
/// GET /v1/iot/devices/{device_id}/commands/{command_id}: one command and how far it has come, also after the device's deletion.
/// </summary>
public static class GetCommandEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/commands/{command_id}")]
    [EndpointSummary("Get command details")]
    public static Task<IResult> Get(string device_id, string command_id, HttpContext http, DeviceCommandReadModel commands) =>
        commands.Get(http, command_id, ("device_id", device_id));
}

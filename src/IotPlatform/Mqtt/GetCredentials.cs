using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Mqtt;

/// <summary>How devices reach the broker; user names and passwords are each device's own, and told at its registration.</summary>
/// <param name="Broker">The host name of the broker.</param>
/// <param name="Port">The port of MQTT over TCP.</param>
/// <param name="Ports">The port of each protocol.</param>
/// <param name="Protocols">What the broker listens for.</param>
/// <param name="MqttVersions">The versions of MQTT that it speaks.</param>
/// <param name="Tls">How connections are encrypted.</param>
/// <param name="WebsocketPath">The path of MQTT over WebSocket.</param>
/// <param name="Topics">Where devices publish and listen.</param>
public sealed record ConnectionInfo(
    string Broker, int Port, ConnectionPorts Ports, IReadOnlyList<string> Protocols, IReadOnlyList<string> MqttVersions, ConnectionTls Tls,
    string WebsocketPath, ConnectionTopics Topics);

/// <summary>The port of each protocol; null where nothing listens for it.</summary>
/// <param name="Mqtt">MQTT over TCP.</param>
/// <param name="Mqtts">MQTT over TLS.</param>
/// <param name="Ws">MQTT over WebSocket.</param>
/// <param name="Wss">MQTT over WebSocket and TLS.</param>
public sealed record ConnectionPorts(int? Mqtt, int? Mqtts, int? Ws, int? Wss)
{
    /// <summary>The names of the protocols that have a port.</summary>
    public IReadOnlyList<string> Protocols() =>
        [.. new[] { ("mqtt", Mqtt), ("mqtts", Mqtts), ("ws", Ws), ("wss", Wss) }.Where(one => one.Item2 is not null).Select(one => one.Item1)];
}

/// <summary>How connections are encrypted.</summary>
/// <param name="Required">Whether there is no way in without.</param>
/// <param name="MinVersion">The oldest version of TLS that is spoken; null: the broker has no port for TLS.</param>
public sealed record ConnectionTls(bool Required, string? MinVersion);

/// <summary>Where devices publish and listen, with <c>{device_id}</c> in place of their own id.</summary>
/// <param name="Telemetry">Where a device publishes what it measures.</param>
/// <param name="Commands">Where a device listens for commands.</param>
public sealed record ConnectionTopics(string Telemetry, string Commands);

/// <summary>GET /v1/iot/credentials: where devices connect; their user names and passwords are told when they are registered.</summary>
public static class GetCredentialsEndpoint
{
    // What is older than this the platform's TLS does not speak.
    private const string OldestTls = "1.2";

    [WolverineGet("/v1/iot/credentials")]
    [EndpointSummary("Get MQTT connection info")]
    [Answers(typeof(ConnectionInfo))]
    public static IResult Get(HttpContext http, MqttEndpoints endpoints, ListeningPorts listening, MqttSettings settings)
    {
        var mqtts = settings is { TlsPort: not null, Certificate: not null } ? listening.Mqtts : (int?)null;
        // The platform's own HTTP is not encrypted; what a proxy before it offers, it cannot know.
        var ports = new ConnectionPorts(endpoints.Port(), mqtts, listening.Http, null);
        return Results.Json(
            new ConnectionInfo(
                endpoints.BrokerFor(http.Request.Host.Host), endpoints.Port(), ports, ports.Protocols(), ["3.1.1", "5.0"],
                new ConnectionTls(false, mqtts is null ? null : OldestTls), MqttModule.WebSocketPath,
                new ConnectionTopics("devices/{device_id}/telemetry", "devices/{device_id}/commands/#")),
            Json.Api);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IotPlatform.Hosting;
using MQTTnet;
using MQTTnet.Exceptions;

namespace IotPlatform.Operations;

/// <summary>Looks at the ports: whether the platform answers on them or, where it does not run, whether they can be had.</summary>
internal static class ListenerChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The API's port, what the platform says of its parts, and the broker.</summary>
    public static async Task<IReadOnlyList<Diagnosis>> LookAsync(PlatformSettings settings, CancellationToken cancellation)
    {
        var http = new UriBuilder("http", HostOf(settings.Http.Address), settings.Http.Port, "/health/ready").Uri;
        if (await ReadinessAsync(http, cancellation) is { } parts) return [.. parts, await BrokerAsync(settings, cancellation)];
        try
        {
            PortCheck.RequireFree(settings);
            return [Diagnosis.Ok("platform", $"does not run; its ports {settings.Http.Port} and {settings.Mqtt.Port} are free")];
        }
        catch (StartupException fault)
        {
            return [Diagnosis.Fault("platform", $"does not answer. {fault.Message.TrimEnd('.')}", "see who listens there: ss -ltnp")];
        }
    }

    /// <summary>The mail relay, if there is one.</summary>
    public static async Task<IReadOnlyList<Diagnosis>> LookAtMailAsync(SmtpSettings? relay, CancellationToken cancellation)
    {
        if (relay is null) return [];
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(relay.Host, relay.Port, bound.Token);
            return [Diagnosis.Ok("mail relay", $"{relay.Host}:{relay.Port} answers")];
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            const string remedy = "check Smtp__Host and Smtp__Port, and that a firewall lets the platform through";
            return [Diagnosis.Fault("mail relay", $"{relay.Host}:{relay.Port} cannot be reached", remedy)];
        }
    }

    /// <summary>What <c>/health/ready</c> says, part by part.</summary>
    public static IReadOnlyList<Diagnosis> Read(JsonElement readiness)
    {
        // A platform that is degraded serves: what is wrong with a part of it can wait a little.
        var ill = readiness.GetProperty("status").GetString() == "degraded" ? Condition.Warning : Condition.Fault;
        return
        [
            .. readiness.GetProperty("parts").EnumerateObject().Select(part => part.Value.ToString() is var says && says == "ready"
                ? Diagnosis.Ok(part.Name, says)
                : new(part.Name, ill, says, "see the platform's log")),
        ];
    }

    private static async Task<IReadOnlyList<Diagnosis>?> ReadinessAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            return Read(JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellation)));
        }
        catch (Exception fault) when (
            fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // Any CONNACK will do: that the broker refuses someone without a name shows that it is a broker.
    private static async Task<Diagnosis> BrokerAsync(PlatformSettings settings, CancellationToken cancellation)
    {
        var place = $"{HostOf(settings.Mqtt.Address)}:{settings.Mqtt.Port}";
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer(HostOf(settings.Mqtt.Address), settings.Mqtt.Port)
            .WithClientId("iot-doctor").WithTimeout(Patience).Build();
        try
        {
            var answer = await client.ConnectAsync(options, cancellation);
            return Diagnosis.Ok("broker", $"{place} speaks MQTT, and refuses who has no credentials ({answer.ResultCode})");
        }
        catch (MqttCommunicationException)
        {
            return Diagnosis.Fault(
                "broker", $"{place} does not speak MQTT", "check Mqtt__Address and Mqtt__Port, and who listens there: ss -ltnp");
        }
    }

    private static string HostOf(IPAddress address) => address.Equals(IPAddress.Any) ? "127.0.0.1"
        : address.Equals(IPAddress.IPv6Any) ? "::1"
        : address.ToString();
}

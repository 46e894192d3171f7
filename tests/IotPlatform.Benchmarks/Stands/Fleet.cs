using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>The registered devices that the load comes from, their MQTT connections to the platform, and the rule on them.</summary>
internal sealed class Fleet : IDisposable
{
    private const int Registrars = 8;

    private readonly Lazy<IReadOnlyList<MqttConnection>> _connections;

    private Fleet(IReadOnlyList<Device> devices, string ruleId, int mqttPort)
    {
        (Devices, RuleId) = (devices, ruleId);
        _connections = new(() => Connect(devices, mqttPort));
    }

    public IReadOnlyList<Device> Devices { get; }

    /// <summary>Temperature over 30, all devices: telemetry is evaluated while it is measured, as it is in use.</summary>
    public string RuleId { get; }

    /// <summary>One connection per device, opened when first asked for.</summary>
    public IReadOnlyList<MqttConnection> Connections => _connections.Value;

    /// <summary>Registers so many devices over the API, some at a time, and creates the rule.</summary>
    public static Fleet Register(Platform platform, int count)
    {
        var devices = RegisterDevices(platform, "fleet", count);
        using var rules = new PlatformApi(platform.HttpPort, platform.ApiKey);
        var rule = rules.Post("/v1/iot/rules", """
            {"name":"Too hot","rule_type":"threshold","severity":"critical",
             "config":{"field":"temperature","operator":">","value":30}}
            """);
        return new Fleet(devices, Text(rule, "id"), platform.MqttPort);
    }

    /// <summary>Registers so many devices whose ids begin with a word.</summary>
    /// <param name="apiKey">Whose they are to be; null: the platform's first customer's.</param>
    public static IReadOnlyList<Device> RegisterDevices(Platform platform, string word, int count, string? apiKey = null)
    {
        var devices = new Device[count];
        Parallel.For(0, Registrars, registrar =>
        {
            using var api = new PlatformApi(platform.HttpPort, apiKey ?? platform.ApiKey);
            for (var i = registrar; i < count; i += Registrars)
            {
                var id = $"{word}-{i:D5}";
                var created = api.Post("/v1/iot/devices", $$"""{"name":"{{id}}","device_id":"{{id}}"}""");
                devices[i] = new Device(id, Text(created, "mqtt_username"), Text(created, "mqtt_password"));
            }
        });
        return devices;
    }

    /// <summary>Opens one connection per device to the MQTT server at that port, a few at a time.</summary>
    public static IReadOnlyList<MqttConnection> Connect(IReadOnlyList<Device> devices, int port, Func<int, IPAddress>? source = null)
    {
        var connections = new MqttConnection[devices.Count];
        try
        {
            Parallel.For(0, devices.Count, new ParallelOptions { MaxDegreeOfParallelism = Registrars }, i =>
                connections[i] = MqttConnection.Open(port, devices[i], Payloads.Normal, source?.Invoke(i)));
        }
        catch (AggregateException e) when (e.InnerException is LoadException failure)
        {
            throw failure;
        }
        return connections;
    }

    /// <summary>Devices that were never registered, for servers that let everybody in.</summary>
    public static IReadOnlyList<Device> Unregistered(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Device($"fleet-{i:D5}", $"bench.fleet-{i:D5}", "not-checked-by-this-server"))];

    /// <summary>Closes the connections for good.</summary>
    public void Dispose()
    {
        if (!_connections.IsValueCreated) return;
        foreach (var connection in Connections) connection.Dispose();
    }

    private static string Text(JsonNode node, string member) =>
        (string?)node[member] ?? throw new LoadException($"the answer has no {member}: {node.ToJsonString()}");
}

using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>
/// A customer whose devices publish under rules of their own number: rules are a customer's, so fleets under few and under many rules
/// stand side by side on one platform and take turns.
/// </summary>
internal sealed class RuledFleet : IDisposable
{
    private readonly Stand _stand;
    private readonly IReadOnlyList<Device> _devices;
    private IReadOnlyList<MqttConnection> _connections = [];

    public RuledFleet(Stand stand, string name)
    {
        _stand = stand;
        Customer = new Customers(stand).Create(name);
        _devices = Fleet.RegisterDevices(stand.Platform, name, stand.Options.Connections, Customer.ApiKey);
    }

    public Customer Customer { get; }

    public IReadOnlyList<MqttConnection> Connections => _connections;

    /// <summary>A threshold rule for each device and each key. They are evaluated from the platform's next start on.</summary>
    public RuledFleet WithRulesOfDevices(params IReadOnlyList<string> keys)
    {
        using var api = Api();
        // A GET waits until the read model of all that was registered is there.
        api.Get("/v1/iot/devices?page_size=1");
        foreach (var key in keys)
        {
            var rule = api.Post("/v1/iot/rules", $$"""
                {"name":"{{key}}","rule_type":"threshold","severity":"critical",
                 "scope_type":"device","scope_device_id":"{{_devices[0].Id}}",
                 "config":{"field":"{{key}}","operator":">","value":30} }
                """);
            api.Get($"/v1/iot/rules/{rule["id"]}");
            new Customers(_stand).SpreadRule(Customer, (string)rule["id"]!);
        }
        return this;
    }

    /// <summary>So many threshold rules for all devices, which look at every message and never fire.</summary>
    public RuledFleet WithRulesOfFleet(int count)
    {
        using var api = Api();
        for (var i = 1; i <= count; i++)
            api.Post("/v1/iot/rules", $$"""
                {"name":"rule {{i}}","rule_type":"threshold","config":{"field":"temperature","operator":">","value":{{100 + i}} } }
                """);
        return this;
    }

    /// <summary>Connects the devices, once the platform has started anew.</summary>
    public void Connect() => _connections = Fleet.Connect(_devices, _stand.Platform.MqttPort);

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private PlatformApi Api() => new(_stand.Platform.HttpPort, Customer.ApiKey);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>A customer whose devices' alarms are told to others.</summary>
internal sealed class NotifiedFleet : IDisposable
{
    private readonly PlatformApi _api;
    private int _rules;

    public NotifiedFleet(Stand stand, string name, int devices)
    {
        Customer = new Customers(stand).Create(name);
        Connections = Fleet.Connect(Fleet.RegisterDevices(stand.Platform, name, devices, Customer.ApiKey), stand.Platform.MqttPort);
        _api = new PlatformApi(stand.Platform.HttpPort, Customer.ApiKey);
    }

    public Customer Customer { get; }

    public IReadOnlyList<MqttConnection> Connections { get; }

    /// <summary>A channel to a program at this URL; gives its id.</summary>
    public string Webhook(string url) => Create(
        "/v1/iot/notifications/channels", $$$"""{"name":"{{{url}}}","channel_type":"webhook","config":{"url":"{{{url}}}"} }""");

    /// <summary>A policy that tells this channel of triggered alarms.</summary>
    /// <param name="members">More of it, as JSON.</param>
    public void Policy(string channelId, string members = "") => Create(
        "/v1/iot/notifications/policies", $$"""{"name":"Tell","event_types":["triggered"],"channel_ids":["{{channelId}}"]{{members}}}""");

    /// <summary>
    /// A rule on all devices that nothing has breached yet, and a sample that does: each alarm is the first of its rule and device, though
    /// the devices stay the same. Gives the members of a policy that is about this rule alone.
    /// </summary>
    public (string OfRule, byte[] Breach) NewRule()
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"field_{++_rules}");
        var id = Create(
            "/v1/iot/rules", $$$"""{"name":"{{{field}}}","rule_type":"threshold","config":{"field":"{{{field}}}","operator":">","value":30} }""");
        return ($",\"rule_ids\":[{JsonSerializer.Serialize(id)}]", Encoding.UTF8.GetBytes($$"""{"{{field}}":35.5}"""));
    }

    public void Dispose()
    {
        _api.Dispose();
        foreach (var connection in Connections) connection.Dispose();
    }

    private string Create(string path, string json) => (string)_api.Post(path, json)["id"]!;
}

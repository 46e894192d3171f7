using System.Diagnostics.Metrics;
using IotPlatform.Platform;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>What the MQTT edge counts, under the meter <c>IotPlatform.Mqtt</c>.</summary>
public sealed class MqttMetrics
{
    private readonly Counter<long> _refusedPublishes;
    private readonly Counter<long> _refusedLogins;
    private readonly Counter<long> _connects;
    private readonly Counter<long> _disconnects;
    private int _connections;

    /// <summary>Creates the instruments.</summary>
    public MqttMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("IotPlatform.Mqtt");
        _refusedPublishes = meter.CreateCounter<long>(
            "iot.mqtt.publishes.refused", "{message}", "Messages refused at the edge, by reason.");
        _refusedLogins = meter.CreateCounter<long>("iot.mqtt.logins.refused", "{login}", "CONNECT packets refused, by reason.");
        _connects = meter.CreateCounter<long>(
            "iot.mqtt.connects", "{connection}", "Devices that connected, by protocol version and transport.");
        _disconnects = meter.CreateCounter<long>("iot.mqtt.disconnects", "{connection}", "Connections that ended, by reason.");
        meter.CreateObservableGauge("iot.mqtt.connections", () => _connections, "{connection}", "Devices connected to this node.");
    }

    internal void Refused(MqttPubAckReasonCode reason) => _refusedPublishes.Add(1, Reason(NameOf(reason)));

    internal void Refused(MqttConnectReasonCode reason) => _refusedLogins.Add(1, Reason(Words.Of(reason)));

    internal void Connected(string transport)
    {
        Interlocked.Increment(ref _connections);
        _connects.Add(1, new KeyValuePair<string, object?>("transport", transport));
    }

    internal void Disconnected(string reason)
    {
        Interlocked.Decrement(ref _connections);
        _disconnects.Add(1, Reason(reason));
    }

    private static KeyValuePair<string, object?> Reason(string word) => new("reason", word);

    private static string NameOf(MqttPubAckReasonCode reason) => reason switch
    {
        MqttPubAckReasonCode.NotAuthorized => "not_authorized",
        MqttPubAckReasonCode.TopicNameInvalid => "topic_invalid",
        _ => "too_large",
    };
}

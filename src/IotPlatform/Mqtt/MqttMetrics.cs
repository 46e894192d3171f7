using System.Diagnostics.Metrics;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>What the MQTT edge counts, under the meter <c>IotPlatform.Mqtt</c>.</summary>
public sealed class MqttMetrics
{
    private readonly Counter<long> _refusedPublishes;
    private readonly Counter<long> _refusedLogins;
    private readonly UpDownCounter<long> _connections;

    /// <summary>Creates the instruments.</summary>
    public MqttMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("IotPlatform.Mqtt");
        _refusedPublishes = meter.CreateCounter<long>("iot.mqtt.publishes.refused", "{message}", "Messages refused at the edge, by reason");
        _refusedLogins = meter.CreateCounter<long>("iot.mqtt.logins.refused", "{login}", "CONNECT packets refused, by reason");
        _connections = meter.CreateUpDownCounter<long>("iot.mqtt.connections", "{connection}", "Devices connected to this node");
    }

    internal void Refused(MqttPubAckReasonCode reason) => _refusedPublishes.Add(1, new KeyValuePair<string, object?>("reason", NameOf(reason)));

    internal void Refused(MqttConnectReasonCode reason) =>
        _refusedLogins.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void Connected() => _connections.Add(1);

    internal void Disconnected() => _connections.Add(-1);

    private static string NameOf(MqttPubAckReasonCode reason) => reason switch
    {
        MqttPubAckReasonCode.NotAuthorized => "not_authorized",
        MqttPubAckReasonCode.TopicNameInvalid => "topic_invalid",
        _ => "too_large",
    };
}

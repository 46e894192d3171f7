using MQTTnet.Server;

namespace IotPlatform.Mqtt;

/// <summary>Whether devices can connect: the listener is up a moment before the MQTT server behind it.</summary>
public sealed class MqttReadiness(MqttServer server)
{
    /// <summary>True once CONNECT packets are answered.</summary>
    public bool IsReady => server.IsStarted;
}

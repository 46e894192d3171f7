using System.Text.Json;

namespace IotPlatform.Devices;

/// <summary>Where devices connect, as told to those who register them.</summary>
/// <param name="PublicHost">The name to tell; null tells the name under which the API was called.</param>
/// <param name="Port">The port of MQTT over TCP.</param>
public sealed record MqttEndpoints(string? PublicHost, Func<int> Port)
{
    /// <summary>The broker's name for who called the API under <paramref name="requestHost"/>.</summary>
    public string BrokerFor(string requestHost) => PublicHost ?? requestHost;

    /// <summary>Writes the members that the registration's answer alone carries.</summary>
    public void WriteCredential(Utf8JsonWriter answer, MqttCredential credential, string deviceId, string requestHost)
    {
        answer.WriteString("mqtt_username", credential.Username);
        answer.WriteString("mqtt_password", credential.Password);
        answer.WriteStartObject("mqtt_credentials");
        answer.WriteString("broker", BrokerFor(requestHost));
        answer.WriteNumber("port", Port());
        answer.WriteString("username", credential.Username);
        answer.WriteString("password", credential.Password);
        answer.WriteString("client_id", deviceId);
        answer.WriteEndObject();
    }
}

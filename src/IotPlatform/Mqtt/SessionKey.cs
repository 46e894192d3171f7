namespace IotPlatform.Mqtt;

/// <summary>
/// The name of a device's session inside the MQTT server. Client ids are unique per customer only, and the server knows one name space,
/// so the customer is put before it; the client never sees it.
/// </summary>
public static class SessionKey
{
    /// <summary>The session of this device, for <c>MqttServer.GetSessionAsync</c>.</summary>
    public static string Of(string customer, string deviceId) => $"{customer}/{deviceId}";

    /// <summary>What the sessions of all devices of a customer begin with.</summary>
    public static string PrefixOf(string customer) => $"{customer}/";
}

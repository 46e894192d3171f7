namespace IotPlatform.Mqtt;

/// <summary>A subscription of a session.</summary>
/// <param name="QoS">As granted: 0 or 1.</param>
/// <param name="Identifier">What an MQTT 5 client wants to be told with each message; 0: nothing.</param>
internal sealed record Subscription(string Filter, int QoS, uint Identifier);

namespace IotPlatform.Devices;

/// <summary>A device with the credentials that were just issued to it, which are shown this once.</summary>
public sealed record IssuedCredential(string MqttUsername, string MqttPassword, MqttConnection MqttCredentials);

/// <summary>All that a device needs to connect.</summary>
public sealed record MqttConnection(string Broker, int Port, string Username, string Password, string ClientId);

using IotPlatform.Connectivity;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>Why a connection ended, as the connection log keeps it.</summary>
/// <param name="Reason">A fixed word, for people and for queries.</param>
/// <param name="IsClean">Whether the end is not to be held against the device: it said goodbye, or the platform made it go.</param>
/// <param name="Code">What an MQTT 5 client is told in a DISCONNECT; null when it left by itself or is gone.</param>
/// <param name="PublishesWill">Whether the device's will is published.</param>
public sealed record SessionEnd(string Reason, bool IsClean, MqttDisconnectReasonCode? Code = null, bool PublishesWill = false)
{
    /// <summary>The device said goodbye.</summary>
    public static readonly SessionEnd Disconnected = new("client_disconnected", true);

    /// <summary>The device said goodbye and asked for its will to be published, or left because of an error.</summary>
    public static readonly SessionEnd DisconnectedWithWill = new("client_disconnected", true, PublishesWill: true);

    /// <summary>The connection broke without a goodbye.</summary>
    public static readonly SessionEnd Lost = new("connection_lost", false, PublishesWill: true);

    /// <summary>The device was silent for one and a half keep-alive intervals.</summary>
    public static readonly SessionEnd Silent = new("keep_alive_timeout", false, MqttDisconnectReasonCode.KeepAliveTimeout, true);

    /// <summary>The same device connected again.</summary>
    public static readonly SessionEnd TakenOver = new(ConnectionEnd.TakenOver, false, MqttDisconnectReasonCode.SessionTakenOver, true);

    /// <summary>A message could not be stored; the device is to send it again.</summary>
    public static readonly SessionEnd NotStored = new(ConnectionEnd.NotStored, true, MqttDisconnectReasonCode.ImplementationSpecificError);

    /// <summary>The platform stops.</summary>
    public static readonly SessionEnd PlatformStopped =
        new(ConnectionEnd.PlatformStopped, true, MqttDisconnectReasonCode.ServerShuttingDown);

    /// <summary>The device was deactivated.</summary>
    public static readonly SessionEnd DeviceDeactivated = new("device_deactivated", true, MqttDisconnectReasonCode.NotAuthorized);

    /// <summary>The device was deleted.</summary>
    public static readonly SessionEnd DeviceDeleted = new("device_deleted", true, MqttDisconnectReasonCode.NotAuthorized);

    /// <summary>The device's customer was suspended.</summary>
    public static readonly SessionEnd CustomerSuspended = new("customer_suspended", true, MqttDisconnectReasonCode.NotAuthorized);

    /// <summary>The device got a new password.</summary>
    public static readonly SessionEnd CredentialsRotated = new("credentials_rotated", true, MqttDisconnectReasonCode.NotAuthorized);

    /// <summary>The device broke the protocol.</summary>
    public static SessionEnd ProtocolError(MqttDisconnectReasonCode code) => new("protocol_error", false, code, true);
}

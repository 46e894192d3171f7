using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>Why a CONNECT is refused.</summary>
/// <param name="Code">The reason code for MQTT 5.</param>
/// <param name="Text">What an MQTT 5 client is told beside it.</param>
internal sealed record LoginRefusal(MqttConnectReasonCode Code, string Text)
{
    public static readonly LoginRefusal Credentials =
        new(MqttConnectReasonCode.BadUserNameOrPassword, "Unknown user name or wrong password");

    public static readonly LoginRefusal Deactivated = new(MqttConnectReasonCode.NotAuthorized, "The device is deactivated");

    public static readonly LoginRefusal Suspended =
        new(MqttConnectReasonCode.NotAuthorized, "The account that the device belongs to is suspended");

    public static readonly LoginRefusal Certificate =
        new(MqttConnectReasonCode.NotAuthorized, "The client certificate is for none of the devices, or not for the one that the user name names");

    public static readonly LoginRefusal ClientId =
        new(MqttConnectReasonCode.ClientIdentifierNotValid, "The client id must be the device id that belongs to the user name");

    public static readonly LoginRefusal EnhancedAuthentication =
        new(MqttConnectReasonCode.BadAuthenticationMethod, "Only user name and password are supported");

    public static readonly LoginRefusal TooManyFailures =
        new(MqttConnectReasonCode.ConnectionRateExceeded, "Too many failed logins; try again later");

    public static readonly LoginRefusal Superseded =
        new(MqttConnectReasonCode.ServerBusy, "Another connection of this device is coming in");

    public static readonly LoginRefusal Unavailable =
        new(MqttConnectReasonCode.ServerUnavailable, "The login could not be checked; try again");

    public static readonly LoginRefusal WillTopic =
        new(MqttConnectReasonCode.NotAuthorized, "The device may not publish to the will's topic");

    public static readonly LoginRefusal WillPayload = new(MqttConnectReasonCode.QuotaExceeded, "The will is too large");

    /// <summary>The nearest code that MQTT 3.1.1 has.</summary>
    public MqttConnectReasonCode CodeForVersion3 =>
        Code is MqttConnectReasonCode.ConnectionRateExceeded ? MqttConnectReasonCode.ServerUnavailable : Code;
}

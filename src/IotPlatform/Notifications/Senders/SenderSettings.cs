using System.Net.Security;
using MailKit.Security;

namespace IotPlatform.Notifications;

/// <summary>What the operator gave to send with.</summary>
/// <param name="Mail">Null: there is no mail.</param>
/// <param name="Sms">Null: there are no SMS.</param>
public sealed record SenderSettings(MailRelaySettings? Mail, SmsGatewaySettings? Sms);

/// <summary>The mail relay.</summary>
/// <param name="User">Null: there is no log-in.</param>
/// <param name="From">The sender's mail address.</param>
public sealed record MailRelaySettings(string Host, int Port, SecureSocketOptions Security, string? User, string? Password, string From)
{
    /// <summary>Judges the relay's certificate; null: as the machine does.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>All but the password: a log line of the settings must not tell it.</summary>
    public override string ToString() => $"{nameof(MailRelaySettings)} {{ Host = {Host}, Port = {Port} }}";
}

/// <summary>The HTTP gateway that sends SMS.</summary>
/// <param name="From">Who the SMS are from; null: the gateway decides.</param>
public sealed record SmsGatewaySettings(Uri Url, string? ApiKey, string? From)
{
    /// <summary>No member: URL and key may be secret.</summary>
    public override string ToString() => nameof(SmsGatewaySettings);
}

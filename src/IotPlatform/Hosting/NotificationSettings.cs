using System.Net.Mail;

namespace IotPlatform.Hosting;

/// <summary>How the connection to the mail relay is secured. <see cref="Auto"/>: by port, and STARTTLS where the relay offers it.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465, else STARTTLS where it is offered.</summary>
    Auto,

    /// <summary>Never encrypted.</summary>
    None,

    /// <summary>STARTTLS, or no mail.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,
}

/// <summary>The mail relay. <paramref name="User"/> and <paramref name="Password"/> are both given or both null.</summary>
public sealed record SmtpSettings(string Host, int Port, string? User, string? Password, string From, SmtpSecurity Security)
{
    internal static SmtpSettings? Read(SettingsReader reader)
    {
        var port = reader.Port("Smtp__Port", lowest: 1) ?? 587;
        var security = reader.Choice("Smtp__Security", SmtpSecurity.Auto);
        var (host, user, password, from) =
            (reader.Text("Smtp__Host"), reader.Text("Smtp__User"), reader.Text("Smtp__Password"), reader.Text("Smtp__From"));
        if (host is null)
        {
            if ((user ?? password ?? from) is not null)
                reader.Fault("Smtp__Host", "the mail relay's host name, as other Smtp__ settings are set");
            return null;
        }
        if (from is null || !MailAddress.TryCreate(from, out _))
            reader.Fault("Smtp__From", "the sender's mail address, such as alarms@example.com");
        if (user is null && password is not null) reader.Fault("Smtp__User", "set, as Smtp__Password is");
        if (user is not null && password is null) reader.Fault("Smtp__Password", "set, as Smtp__User is", secret: true);
        return new SmtpSettings(host, port, user, password, from ?? "", security);
    }

    /// <summary>All but the password: a log line of the settings must not tell it.</summary>
    public override string ToString() =>
        $"{nameof(SmtpSettings)} {{ Host = {Host}, Port = {Port}, User = {User}, From = {From}, Security = {Security} }}";
}

/// <summary>The HTTP gateway that sends SMS.</summary>
public sealed record SmsSettings(Uri GatewayUrl, string? ApiKey, string? From)
{
    internal static SmsSettings? Read(SettingsReader reader)
    {
        const string setting = "Sms__GatewayUrl";
        var (url, apiKey, from) = (reader.Text(setting), reader.Text("Sms__ApiKey"), reader.Text("Sms__From"));
        if (url is null && (apiKey ?? from) is null) return null;
        if (Uri.TryCreate(url, UriKind.Absolute, out var gateway) && gateway.Scheme is "http" or "https")
            return new SmsSettings(gateway, apiKey, from);
        reader.Fault(setting, "the http or https URL of the SMS gateway");
        return null;
    }

    /// <summary>All but the key: a log line of the settings must not tell it.</summary>
    public override string ToString() =>
        $"{nameof(SmsSettings)} {{ GatewayUrl = {GatewayUrl.GetLeftPart(UriPartial.Path)}, From = {From} }}";
}

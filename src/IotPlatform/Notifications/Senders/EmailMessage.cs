using System.Text;
using MimeKit;

namespace IotPlatform.Notifications;

/// <summary>A notification as a mail, with a part for those who read plain text.</summary>
public static class EmailMessage
{
    private const int MaxPrefix = 100;

    /// <summary>The mail, to all recipients at once; null if none of their addresses is one.</summary>
    public static MimeMessage? Of(Notification notification, EmailConfig config, MailboxAddress from)
    {
        var recipients = config.Recipients.Select(Address).OfType<MailboxAddress>().ToList();
        if (recipients.Count == 0) return null;
        var text = MessageText.Of(notification);
        var message = new MimeMessage([from], recipients, Subject(config.SubjectPrefix, text), Body(text))
        {
            MessageId = $"{notification.Id}@{from.Domain}",
            Date = notification.At.ToDateTimeOffset(),
        };
        // What one alarm has to say stands together, where the mail program does that; and nobody's absence is answered to us.
        if (notification.Alarm is { } alarm) message.References.Add($"{alarm.Id}@{from.Domain}");
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>A mail address alone, without a name; null for anything else.</summary>
    public static MailboxAddress? Address(string text) =>
        MailboxAddress.TryParse(text, out var address) && string.IsNullOrEmpty(address.Name) && address.Domain.Length > 0 ? address : null;

    private static string Subject(string? prefix, MessageText text) =>
        CleanText.Of(prefix ?? "", MaxPrefix) is { Length: > 0 } first ? $"{first} {text.Headline}" : text.Headline;

    private static MimeEntity Body(MessageText text) =>
        new BodyBuilder { TextBody = Plain(text), HtmlBody = EmailHtml.Of(text) }.ToMessageBody();

    private static string Plain(MessageText text)
    {
        var plain = new StringBuilder().Append(text.Headline).Append("\n\n");
        foreach (var fact in text.Facts) plain.Append(fact.Name).Append(": ").Append(fact.Value).Append('\n');
        if (text.Alarms.Count > 0) plain.Append('\n');
        foreach (var line in text.Alarms) plain.Append("- ").Append(line).Append('\n');
        return plain.ToString();
    }
}

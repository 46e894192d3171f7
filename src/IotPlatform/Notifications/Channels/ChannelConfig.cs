namespace IotPlatform.Notifications;

/// <summary>The kinds of channels.</summary>
public static class ChannelTypes
{
    public const string Email = "email";
    public const string Webhook = "webhook";
    public const string Slack = "slack";
    public const string Teams = "teams";
    public const string Sms = "sms";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Email, Webhook, Slack, Teams, Sms];
}

/// <summary>What a channel's sender needs to know, secrets and all. It is never stored, logged or answered.</summary>
public abstract record ChannelConfig
{
    /// <summary>No member: most of them are nobody's business.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Mailboxes.</summary>
/// <param name="SubjectPrefix">Stands before each subject.</param>
public sealed record EmailConfig(IReadOnlyList<string> Recipients, string? SubjectPrefix) : ChannelConfig;

/// <summary>A program of the customer's.</summary>
/// <param name="Secrets">The <c>whsec_</c> secrets to sign with, the present one first; none: the message is not signed.</param>
/// <param name="Headers">Sent along with each request.</param>
public sealed record WebhookConfig(Uri Url, IReadOnlyList<string> Secrets, IReadOnlyDictionary<string, string> Headers) : ChannelConfig;

/// <summary>A channel of Slack.</summary>
/// <param name="Channel">Where in the workspace to post, if not where the URL says.</param>
public sealed record SlackConfig(Uri Url, string? Channel) : ChannelConfig;

/// <summary>A channel of Teams.</summary>
public sealed record TeamsConfig(Uri Url) : ChannelConfig;

/// <summary>Phones.</summary>
/// <param name="PhoneNumbers">In E.164 form.</param>
public sealed record SmsConfig(IReadOnlyList<string> PhoneNumbers) : ChannelConfig;

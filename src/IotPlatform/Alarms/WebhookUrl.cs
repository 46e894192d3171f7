using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>What the operator lets webhooks do.</summary>
/// <param name="AllowPlainHttp">Whether they may be sent without TLS.</param>
public sealed record WebhookSettings(bool AllowPlainHttp);

/// <summary>The URL that a rule's webhooks go to: a member of its config.</summary>
public static class WebhookUrl
{
    /// <summary>Its name in the config.</summary>
    public const string Member = "webhook_url";

    private const int MaxLength = 2048;

    /// <summary>The URL that a config names; null when it names none.</summary>
    public static string? In(JsonElement config) => Find(config) is { } member && JsonText.TryGetString(member, out var url) ? url : null;

    /// <summary>What is wrong with the URL of a config, whatever the operator allows.</summary>
    public static string? FaultIn(JsonElement config)
    {
        if (Find(config) is not { } member) return null;
        if (!JsonText.TryGetString(member, out var text)) return "must be a string";
        if (text.Length > MaxLength) return $"must have {MaxLength} characters at most";
        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return "must be an absolute URL";
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) return "must be an https URL";
        return url.UserInfo.Length > 0 ? "must not hold a user name or password" : null;
    }

    /// <summary>Whether the config names a URL without TLS.</summary>
    public static bool IsPlainHttp(JsonElement config) =>
        In(config) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp;

    private static JsonElement? Find(JsonElement config) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(Member, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;
}

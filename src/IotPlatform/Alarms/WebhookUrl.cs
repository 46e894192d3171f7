using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>What the operator lets webhooks do.</summary>
/// <param name="AllowPrivateNetworks">Whether they may go to private addresses, and without TLS.</param>
public sealed record WebhookSettings(bool AllowPrivateNetworks);

/// <summary>The URL that a rule's webhooks go to: a member of its config.</summary>
public static class WebhookUrl
{
    /// <summary>Its name in the config.</summary>
    public const string Member = "webhook_url";

    /// <summary>The URL that a config names; null when it names none.</summary>
    public static string? In(JsonElement config) => Find(config) is { } member && JsonText.TryGetString(member, out var url) ? url : null;

    /// <summary>What is wrong with the URL of a config; null when nothing is, or when it names none.</summary>
    public static string? FaultIn(JsonElement config, bool allowPrivateNetworks)
    {
        if (Find(config) is not { } member) return null;
        return JsonText.TryGetString(member, out var text) ? OutgoingUrl.FaultIn(text, allowPrivateNetworks) : "must be a string";
    }

    private static JsonElement? Find(JsonElement config) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(Member, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;
}

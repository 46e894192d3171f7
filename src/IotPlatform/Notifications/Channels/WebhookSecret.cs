using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>What a webhook's messages are signed with, as the Standard Webhooks specification writes it.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int NewBytes = 32;
    private const int MinBytes = 16;
    private const int MaxBytes = 64;
    private const int MinLength = 8;
    private const int MaxLength = 256;

    /// <summary>A new one, which nobody can guess.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>What is wrong with one that a customer chose; any text that does not claim to be base64 signs as it is.</summary>
    public static string? FaultIn(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return text.Length is < MinLength or > MaxLength || text.Any(char.IsControl)
                ? $"must have {MinLength} to {MaxLength} characters, or be {Prefix} with {MinBytes} to {MaxBytes} bytes of base64; left out, one is made"
                : null;
        return Base64.IsValid(text.AsSpan(Prefix.Length), out var bytes) && bytes is >= MinBytes and <= MaxBytes
            ? null
            : $"must have {MinBytes} to {MaxBytes} bytes of base64 after {Prefix}; left out, one is made";
    }

    /// <summary>Whether a config shows that it has one, be it as a mask; else the platform has made it.</summary>
    public static bool IsNamedIn(RawJson config) => Find(config) is { ValueKind: JsonValueKind.String };

    /// <summary>The config with the secret in it, at its place or else at the end.</summary>
    public static RawJson ShowIn(RawJson config, string secret)
    {
        if (Find(config) is not null)
            return new(JsonValues.Replace(config.Text, (place, _) => place.ToString() == FormerSecret.Member ? secret : null));
        var end = config.Text.LastIndexOf('}');
        var comma = config.Parse().EnumerateObject().Any() ? "," : "";
        return new($"{config.Text[..end]}{comma}\"{FormerSecret.Member}\":{JsonSerializer.Serialize(secret, Json.Api)}{config.Text[end..]}");
    }

    private static JsonElement? Find(RawJson config) => config.Parse().TryGetProperty(FormerSecret.Member, out var member) ? member : null;
}

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
    public static string? FaultIn(string text) => text.StartsWith(Prefix, StringComparison.Ordinal)
        ? EncodedFault(text.AsSpan(Prefix.Length))
        : PlainFault(text);

    /// <summary>Whether a config shows that it has one, be it as a mask; else the platform has made it.</summary>
    public static bool IsNamedIn(RawJson config) => Find(config) is { ValueKind: JsonValueKind.String };

    /// <summary>The config with the secret in it, at its place or else at the end.</summary>
    public static RawJson ShowIn(RawJson config, string secret)
    {
        if (Find(config) is not null)
            return new(JsonValues.Replace(config.Text, (place, _) => place.ToString() == FormerSecret.Member ? secret : null));
        var end = config.Text.LastIndexOf('}');
        var comma = config.Parse().EnumerateObject().Any() ? "," : "";
        var member = $"\"{FormerSecret.Member}\":{JsonSerializer.Serialize(secret, Json.Api)}";
        return new($"{config.Text[..end]}{comma}{member}{config.Text[end..]}");
    }

    private static string? EncodedFault(ReadOnlySpan<char> text) =>
        Base64.IsValid(text, out var bytes) && bytes is >= MinBytes and <= MaxBytes
            ? null
            : $"must have {MinBytes} to {MaxBytes} bytes of base64 after {Prefix}; without the member one is made";

    private static string? PlainFault(string text) => text.Length is >= MinLength and <= MaxLength && !text.Any(char.IsControl)
        ? null
        : $"must have {MinLength} to {MaxLength} characters, none of them a control character; without the member one is made";

    private static JsonElement? Find(RawJson config) => config.Parse().TryGetProperty(FormerSecret.Member, out var member) ? member : null;
}

using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>What the gateway gets for each phone.</summary>
public sealed record SmsMessage(string To, string? From, string Text)
{
    /// <summary>The length of two SMS, about.</summary>
    public const int MaxLength = 320;

    // The sign for a cut that the alphabet of SMS has; another would halve what an SMS holds.
    private const string Cut = "...";

    private static readonly IReadOnlyList<string> Told = ["Message", "Triggered at", "Acknowledged by", "Resolved by", "Note"];

    /// <summary>The message, in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Api);

    /// <summary>What the phones show: the headline and what else there is room for.</summary>
    public static string TextOf(MessageText text)
    {
        var facts = text.Facts.Where(fact => Told.Contains(fact.Name))
            .Select(fact => fact.Name is "Message" or "Note" ? fact.Value : $"{fact.Name} {fact.Value}");
        return CleanText.Shorten(string.Join(". ", [text.Headline, .. facts]), MaxLength, Cut);
    }
}

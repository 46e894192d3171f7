using System.Text;

namespace IotPlatform.Telemetry;

/// <summary>Makes text that a device has chosen fit to be stored and shown: bounded, and without what no database takes.</summary>
public static class ErrorText
{
    /// <summary>Characters of a text that is kept.</summary>
    public const int MaxLength = 200;

    private const char Replacement = '\uFFFD';

    /// <summary>A topic as it was sent, whatever its bytes are.</summary>
    public static string OfTopic(ReadOnlySpan<byte> utf8) =>
        Of(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxLength * 4)]), MaxLength);

    /// <summary>A sentence, with the key that it is about in front; rather the key is cut than the sentence.</summary>
    public static string OfKey(string? key, string sentence) =>
        key is null ? sentence : $"{Of(key, MaxLength - sentence.Length - 2)}: {sentence}";

    /// <summary>The text in so many characters at most.</summary>
    public static string Of(string text, int maxLength)
    {
        var isCut = text.Length > maxLength;
        var kept = text.AsSpan(0, isCut ? maxLength - 1 : text.Length);
        // Half of a surrogate pair is no text.
        if (kept.Length > 0 && char.IsHighSurrogate(kept[^1])) kept = kept[..^1];
        var shown = new StringBuilder(kept.Length + 1);
        foreach (var c in kept) shown.Append(char.IsControl(c) ? Replacement : c);
        return (isCut ? shown.Append('…') : shown).ToString();
    }
}

using System.Globalization;
using System.Text;

namespace IotPlatform.Notifications;

/// <summary>Texts of customers and devices, made fit to stand within texts of ours: one line, in the order in which it is read.</summary>
public static class CleanText
{
    private const string Cut = "…";
    private const int Joiner = 0x200D, NonJoiner = 0x200C;

    /// <summary>
    /// The text without controls, marks that turn the direction of reading round and halves of characters, its white space single, and no
    /// longer than <paramref name="maxLength"/>.
    /// </summary>
    public static string Of(string text, int maxLength)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => !IsMark(rune)))
        {
            if (!IsBlank(rune)) clean.Append(rune);
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }
        return Shorten(clean.ToString().TrimEnd(' '), maxLength);
    }

    /// <summary>The text, cut between two characters with a sign of it if it is too long.</summary>
    public static string Shorten(string text, int maxLength, string sign = Cut)
    {
        if (text.Length <= maxLength) return text;
        var end = maxLength - sign.Length;
        if (char.IsLowSurrogate(text[end])) end--;
        return text[..end].TrimEnd(' ') + sign;
    }

    // They are not seen and change what is. Joiners make letters and emojis.
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value is not (Joiner or NonJoiner);

    private static bool IsBlank(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

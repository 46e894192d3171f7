using System.Text;

namespace IotPlatform.Alarms;

/// <summary>Text of others as lines that are safe to print.</summary>
public static class TextLines
{
    /// <summary>The text in lines of so many characters at most, broken between words where that is possible.</summary>
    public static IEnumerable<string> Wrap(string text, int width) =>
        text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => WrapLine(Printable(line), width));

    /// <summary>Cuts what is longer.</summary>
    public static string Cut(string text, int width) =>
        Printable(text) is var safe && safe.Length <= width ? safe : Head(safe, width - 1) + "…";

    /// <summary>What a terminal would obey, or what would turn the text around, becomes a visible sign.</summary>
    public static string Printable(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) safe.Append(rune.Value is '\t' ? " " : IsObeyed(rune) ? "\uFFFD" : rune.ToString());
        return safe.ToString();
    }

    private static bool IsObeyed(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;

    private static IEnumerable<string> WrapLine(string line, int width)
    {
        while (line.Length > width)
        {
            var blank = line.LastIndexOf(' ', width);
            var head = blank > 0 ? line[..blank] : Head(line, width);
            yield return head.TrimEnd();
            line = line[head.Length..].TrimStart();
        }
        yield return line;
    }

    // Half a character is none.
    private static string Head(string text, int width) => text[..(char.IsHighSurrogate(text[width - 1]) ? width - 1 : width)];
}

using System.Text;
using System.Text.Unicode;

namespace IotPlatform.Mqtt;

/// <summary>What topic names and topic filters may look like, whoever uses them.</summary>
public static class Topic
{
    /// <summary>Whether a PUBLISH may name it: not empty, not too long, valid UTF-8, no wildcard, no control character.</summary>
    public static bool IsName(ReadOnlySpan<byte> topic) =>
        topic.Length is > 0 and <= MqttLimits.TopicBytes
        && !topic.ContainsAny("+#"u8)
        && Utf8.IsValid(topic)
        && !HasControlCharacter(topic);

    /// <summary>Whether a SUBSCRIBE may name it: as a name, with <c>+</c> as a whole level and <c>#</c> as the whole last level.</summary>
    public static bool IsFilter(string filter)
    {
        if (filter.Length is 0 || Encoding.UTF8.GetByteCount(filter) > MqttLimits.TopicBytes || HasControlCharacter(filter)) return false;
        var rest = filter.AsSpan();
        while (true)
        {
            var slash = rest.IndexOf('/');
            var level = slash < 0 ? rest : rest[..slash];
            if (level.Contains('#') && (level.Length > 1 || slash >= 0)) return false;
            if (level.Contains('+') && level.Length > 1) return false;
            if (slash < 0) return true;
            rest = rest[(slash + 1)..];
        }
    }

    /// <summary>Whether the topic name is among those that the filter stands for.</summary>
    public static bool Matches(string filter, string name)
    {
        var (levels, rest) = (filter.Split('/'), name.Split('/'));
        for (var i = 0; i < levels.Length; i++)
        {
            // The last level, and the parent too: a/# stands for a.
            if (levels[i] is "#") return true;
            if (i == rest.Length || (levels[i] is not "+" && levels[i] != rest[i])) return false;
        }

        return levels.Length == rest.Length;
    }

    /// <summary>Whether there is a control character (C0, DEL, C1), the null character among them.</summary>
    public static bool HasControlCharacter(string text)
    {
        foreach (var c in text)
            if (char.IsControl(c)) return true;
        return false;
    }

    private static bool HasControlCharacter(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < utf8.Length; i++)
        {
            var b = utf8[i];
            if (b is < 0x20 or 0x7F) return true;
            // U+0080..U+009F are encoded as C2 80 .. C2 9F.
            if (b is 0xC2 && i + 1 < utf8.Length && utf8[i + 1] < 0xA0) return true;
        }

        return false;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IotPlatform.Audit;

/// <summary>
/// The one way to write a JSON value as bytes, whoever wrote it before and however: as RFC 8785 has it, without white space, members in the
/// order of their names' UTF-16 code units, strings with as few escapes as possible; but numbers exactly, as digits and a power of ten
/// (<c>31.20</c> is <c>312e-1</c>), since not every number that is stored fits a double.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes a value.</summary>
    public static void Write(IBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value.EnumerateObject().Select(member => (member.Name, member.Value)));
                break;
            case JsonValueKind.Array:
                WriteArray(output, value);
                break;
            case JsonValueKind.String:
                WriteString(output, value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteText(output, Number(value.GetRawText()));
                break;
            default:
                WriteText(output, value.GetRawText());
                break;
        }
    }

    /// <summary>Writes an object of these members; of several with one name the last one counts.</summary>
    public static void WriteObject(IBufferWriter<byte> output, IEnumerable<(string Name, JsonElement Value)> members)
    {
        var sorted = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in members) sorted[name] = value;
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in sorted)
        {
            if (!first) output.Write(","u8);
            first = false;
            WriteString(output, name);
            output.Write(":"u8);
            Write(output, value);
        }
        output.Write("}"u8);
    }

    /// <summary>Writes a string, or null.</summary>
    public static void WriteString(IBufferWriter<byte> output, string? text)
    {
        if (text is null)
        {
            output.Write("null"u8);
            return;
        }
        output.Write("\""u8);
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= ' ' && text[i] is not ('"' or '\\')) continue;
            Encoding.UTF8.GetBytes(text.AsSpan(begin, i - begin), output);
            WriteText(output, Escaped(text[i]));
            begin = i + 1;
        }
        Encoding.UTF8.GetBytes(text.AsSpan(begin), output);
        output.Write("\""u8);
    }

    private static void WriteArray(IBufferWriter<byte> output, JsonElement array)
    {
        output.Write("["u8);
        var first = true;
        foreach (var element in array.EnumerateArray())
        {
            if (!first) output.Write(","u8);
            first = false;
            Write(output, element);
        }
        output.Write("]"u8);
    }

    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    private static string Number(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var mantissaEnd = text.IndexOfAny(['e', 'E']) is var e and >= 0 ? e : text.Length;
        var exponent = mantissaEnd == text.Length
            ? 0
            : int.Parse(text.AsSpan(mantissaEnd + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = text[sign.Length..mantissaEnd];
        if (mantissa.IndexOf('.') is var point and >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }
        var digits = mantissa.TrimEnd('0');
        exponent += mantissa.Length - digits.Length;
        digits = digits.TrimStart('0');
        return digits.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}e{exponent}");
    }

    private static void WriteText(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;

namespace IotPlatform.RuleEngine;

/// <summary>The kinds of value that a datapoint can have.</summary>
public enum ScalarKind
{
    Number,
    Text,
    Boolean,
}

/// <summary>
/// One value of a datapoint. Values of different kinds are never equal, text is compared ordinally. Numbers are IEEE 754 doubles,
/// always finite: that is the precision that JSON peers agree on (RFC 8259, section 6), and it reaches every reading a sensor can
/// send, where a decimal overflows beyond 7.9e28. The price: integers beyond 2^53 are rounded.
/// </summary>
[JsonConverter(typeof(ScalarConverter))]
public readonly record struct Scalar
{
    private readonly double _number;
    private readonly string? _text;

    private Scalar(ScalarKind kind, double number, string? text) => (Kind, _number, _text) = (kind, number, text);

    public ScalarKind Kind { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite, which JSON can't carry.</exception>
    public static Scalar Of(double value) => double.IsFinite(value)
        ? new Scalar(ScalarKind.Number, value, null)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A number must be finite.");

    public static Scalar Of(string value) => new(ScalarKind.Text, 0, value ?? throw new ArgumentNullException(nameof(value)));

    public static Scalar Of(bool value) => new(ScalarKind.Boolean, value ? 1 : 0, null);

    /// <summary>Reads a JSON number, string or boolean; false for anything else, numbers beyond a double and broken Unicode.</summary>
    public static bool TryRead(JsonElement json, out Scalar scalar)
    {
        Scalar? read = json.ValueKind switch
        {
            JsonValueKind.Number when json.TryGetDouble(out var number) && double.IsFinite(number) => Of(number),
            JsonValueKind.String when json.TryGetText(out var text) => Of(text),
            JsonValueKind.True => Of(true),
            JsonValueKind.False => Of(false),
            _ => null,
        };
        scalar = read.GetValueOrDefault();
        return read is not null;
    }

    public bool TryGetNumber(out double number)
    {
        number = _number;
        return Kind is ScalarKind.Number;
    }

    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = _text;
        return text is not null;
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ScalarKind.Text: writer.WriteStringValue(_text); break;
            case ScalarKind.Boolean: writer.WriteBooleanValue(_number is not 0); break;
            default: writer.WriteNumberValue(_number); break;
        }
    }

    /// <summary>For people: <c>31.2</c>, <c>"off"</c>, <c>true</c>.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Text => $"\"{_text}\"",
        ScalarKind.Boolean => _number is not 0 ? "true" : "false",
        _ => _number.ToString(CultureInfo.InvariantCulture),
    };
}

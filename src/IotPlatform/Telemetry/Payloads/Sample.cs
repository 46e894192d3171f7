using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>What a value is; there is no coercion between the three.</summary>
public enum SampleKind
{
    Number,
    Text,
    Boolean,
}

/// <summary>One scalar as a device sent it.</summary>
/// <param name="Kind">Which of the other two members speaks.</param>
/// <param name="Number">The number, always finite; 1 or 0 for a boolean; 0 for a text.</param>
/// <param name="Text">The text; for a number its digits, where a double would not give them back as they were sent; else null.</param>
public readonly record struct SampleValue(SampleKind Kind, double Number, string? Text)
{
    /// <summary>A number that its shortest round-trip form shows as it was sent.</summary>
    public static SampleValue Of(double number) => new(SampleKind.Number, number, null);

    /// <summary>A text.</summary>
    public static SampleValue Of(string text) => new(SampleKind.Text, 0, text);

    /// <summary>A boolean.</summary>
    public static SampleValue Of(bool value) => new(SampleKind.Boolean, value ? 1 : 0, null);

    /// <summary>Writes the value as JSON, numbers with the digits that the device sent.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case SampleKind.Text:
                json.WriteStringValue(Text);
                break;
            case SampleKind.Boolean:
                json.WriteBooleanValue(Number != 0);
                break;
            case SampleKind.Number when Text is not null:
                json.WriteRawValue(Text, skipInputValidation: true);
                break;
            default:
                json.WriteNumberValue(Number);
                break;
        }
    }
}

/// <summary>The value of one datapoint key; its moment is that of the record that it is part of.</summary>
public readonly record struct Sample(string Key, SampleValue Value);

using System.Buffers;
using System.Text;
using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Puts other values into a JSON text and leaves every other character as it is.</summary>
public static class JsonValues
{
    /// <summary>The text with other strings in place of some strings, numbers and nulls.</summary>
    /// <param name="replacement">Given the place and the value, what to put there; null leaves it.</param>
    public static string Replace(string json, Func<JsonPlace, string?, string?> replacement)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var output = new ArrayBufferWriter<byte>(text.Length);
        var reader = new Utf8JsonReader(text);
        var (place, copied) = (new JsonPlace(), 0);
        while (reader.Read())
        {
            place.Take(ref reader);
            if (!IsValue(reader.TokenType) || replacement(place, Read(ref reader)) is not { } put) continue;
            output.Write(text.AsSpan(copied..(int)reader.TokenStartIndex));
            output.Write(JsonSerializer.SerializeToUtf8Bytes(put, Json.Api));
            copied = (int)reader.BytesConsumed;
        }
        output.Write(text.AsSpan(copied..));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static bool IsValue(JsonTokenType token) => token is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;

    private static string? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };
}

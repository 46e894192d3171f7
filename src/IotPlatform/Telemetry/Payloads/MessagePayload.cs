using System.Text;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>The payload of <c>status</c> and <c>events/…</c>: kept as it is when it is JSON, else as a JSON string.</summary>
public static class MessagePayload
{
    /// <summary>Reads the payload into JSON that PostgreSQL takes.</summary>
    public static PayloadError Read(ReadOnlySpan<byte> payload, out byte[] json)
    {
        json = [];
        try
        {
            if (!payload.IsEmpty && HoldsNul(payload)) return PayloadError.NulCharacter;
            json = payload.ToArray();
        }
        catch (JsonException)
        {
            if (payload.Contains((byte)0)) return PayloadError.NulCharacter;
            json = JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(payload));
        }
        return PayloadError.None;
    }

    private static bool HoldsNul(ReadOnlySpan<byte> payload)
    {
        var found = false;
        var reader = new Utf8JsonReader(payload);
        while (reader.Read())
        {
            // Also the ones without NUL are unescaped: that finds halves of surrogate pairs.
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                found |= reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        return found;
    }
}

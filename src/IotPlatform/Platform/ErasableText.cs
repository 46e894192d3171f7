using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotPlatform.Platform;

/// <summary>
/// What people wrote, in an event that is for ever: the text can be erased, and the event still proves to be the same, for the commitment
/// stays. Whoever kept text and salt can show that they stood there; without the salt, which is erased too, nobody can try texts out.
/// </summary>
public sealed record ErasableText
{
    private const int SaltLength = 16;

    private ErasableText(string? text, string? salt, string commitment) => (Text, Salt, Commitment) = (text, salt, commitment);

    /// <summary>The text; null once it is erased.</summary>
    public string? Text { get; }

    /// <summary>Random bytes in base64; null once the text is erased, and for texts that were stored before there were salts.</summary>
    [Secret]
    public string? Salt { get; }

    /// <summary>SHA-256 of salt and text, in hexadecimal. It stays the same when the text is erased.</summary>
    public string Commitment { get; }

    /// <summary>A text with a salt that is drawn for it.</summary>
    public static ErasableText New(string text) => With(text, RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>A text with a salt that is given.</summary>
    public static ErasableText With(string text, ReadOnlySpan<byte> salt) => new(text, Convert.ToBase64String(salt), Commit(salt, text));

    /// <summary>A text without a salt.</summary>
    public static ErasableText Plain(string text) => new(text, null, Commit([], text));

    /// <summary>What is left of a text that was erased.</summary>
    public static ErasableText Erased(string commitment) => new(null, null, commitment);

    /// <summary>The same without its text.</summary>
    public ErasableText Erase() => Erased(Commitment);

    /// <summary>Writes the text alone, or null, for clients.</summary>
    public static JsonConverter<ErasableText> AsText { get; } = new TextForm();

    /// <summary>Writes text and salt, or the commitment, for the store.</summary>
    public static JsonConverter<ErasableText> AsObject { get; } = new ObjectForm();

    /// <summary>The commitment: the text itself must not get into a log.</summary>
    public override string ToString() => Commitment;

    private static string Commit(ReadOnlySpan<byte> salt, string text) =>
        Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(text)]));

    private sealed class TextForm : JsonConverter<ErasableText>
    {
        public override ErasableText Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Plain(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ErasableText value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }

    private sealed class ObjectForm : JsonConverter<ErasableText>
    {
        public override ErasableText Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var stored = JsonElement.ParseValue(ref reader);
            if (stored.ValueKind is JsonValueKind.String) return Plain(stored.GetString()!);
            return stored.TryGetProperty("text", out var text)
                ? With(text.GetString()!, stored.GetProperty("salt").GetBytesFromBase64())
                : Erased(stored.GetProperty("commitment").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, ErasableText value, JsonSerializerOptions options)
        {
            if (value is { Text: { } plain, Salt: null })
            {
                writer.WriteStringValue(plain);
                return;
            }
            writer.WriteStartObject();
            if (value.Text is null) writer.WriteString("commitment", value.Commitment);
            else writer.WriteString("text", value.Text);
            if (value.Salt is not null) writer.WriteString("salt", value.Salt);
            writer.WriteEndObject();
        }
    }
}

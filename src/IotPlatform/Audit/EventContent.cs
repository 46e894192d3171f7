using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Audit;

/// <summary>
/// What must never change of an event, and the hash that holds it fast. A note that people may have erased takes part by its commitment,
/// which outlives it, so erasing it breaks nothing.
/// </summary>
/// <param name="Stream">The key of its stream: the id of the resource.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Actor">Who caused it.</param>
public sealed record EventContent(
    string Customer, string Stream, long Version, Guid Id, string Type, Instant Timestamp, string? Actor, string? CorrelationId,
    string? CausationId, JsonElement Data)
{
    /// <summary>SHA-256 over the canonical JSON object of all members.</summary>
    public Hash Digest()
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        Write(bytes, "{\"actor\":"u8, Actor);
        Write(bytes, ",\"causation_id\":"u8, CausationId);
        Write(bytes, ",\"correlation_id\":"u8, CorrelationId);
        Write(bytes, ",\"customer\":"u8, Customer);
        bytes.Write(",\"data\":"u8);
        WriteData(bytes, Data);
        Write(bytes, ",\"id\":"u8, Id.ToString());
        Write(bytes, ",\"stream\":"u8, Stream);
        Write(bytes, ",\"timestamp\":"u8, Json.Format(Timestamp));
        Write(bytes, ",\"type\":"u8, Type);
        bytes.Write(",\"version\":"u8);
        CanonicalJson.Write(bytes, JsonSerializer.SerializeToElement(Version));
        bytes.Write("}"u8);
        return Hash.Of(bytes.WrittenSpan);
    }

    /// <summary>
    /// The link of a chain: SHA-256 over the link before it, the content's hash and the place in the store, eight bytes, big endian.
    /// </summary>
    public static Hash Link(Hash previous, Hash content, long sequence)
    {
        Span<byte> bytes = stackalloc byte[(2 * Hash.Size) + sizeof(long)];
        previous.Bytes.CopyTo(bytes);
        var rest = bytes[previous.Bytes.Length..];
        content.Bytes.CopyTo(rest);
        BinaryPrimitives.WriteInt64BigEndian(rest[Hash.Size..], sequence);
        return Hash.Of(bytes[..(previous.Bytes.Length + Hash.Size + sizeof(long))]);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> before, string? text)
    {
        bytes.Write(before);
        CanonicalJson.WriteString(bytes, text);
    }

    private static void WriteData(ArrayBufferWriter<byte> bytes, JsonElement data)
    {
        if (data.ValueKind is JsonValueKind.Object) CanonicalJson.WriteObject(bytes, data.EnumerateObject().Select(Lasting));
        else CanonicalJson.Write(bytes, data);
    }

    private static (string Name, JsonElement Value) Lasting(JsonProperty member) =>
        (member.Name, member.NameEquals("note") ? Lasting(member.Value) : member.Value);

    // Of anything that is no note as the platform writes it every byte counts.
    private static JsonElement Lasting(JsonElement note)
    {
        if (note.ValueKind is JsonValueKind.String) return Committed(ErasableText.Plain(note.GetString()!));
        if (note.ValueKind is not JsonValueKind.Object || note.GetPropertyCount() != 2) return note;
        if (!note.TryGetProperty("text", out var text) || text.ValueKind is not JsonValueKind.String) return note;
        if (!note.TryGetProperty("salt", out var salt) || salt.ValueKind is not JsonValueKind.String) return note;
        return salt.TryGetBytesFromBase64(out var bytes) ? Committed(ErasableText.With(text.GetString()!, bytes)) : note;
    }

    private static JsonElement Committed(ErasableText text) => JsonSerializer.SerializeToElement(new { text.Commitment }, Json.Store);
}

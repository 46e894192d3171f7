using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotPlatform.Telemetry;

#pragma warning disable CA1001 // The writer holds nothing but memory and lives as long as its thread.
/// <summary>Writes the values of one moment as one flat JSON object, into a buffer that it keeps.</summary>
public sealed class EntryEncoder
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The object as UTF-8.</summary>
    public byte[] Encode(ReadOnlySpan<PooledKey> keys, ReadOnlySpan<SampleValue> values)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        for (var i = 0; i < keys.Length; i++)
        {
            _json.WritePropertyName(keys[i].Json);
            values[i].WriteTo(_json);
        }
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}

using System.Text;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>
/// A row of the log without values (<c>status</c>, <c>events/…</c>, a payload that could not be used) as a packed hour keeps it:
/// <c>{"received_at","ts","bytes","topic","error","values"}</c>, times in microseconds since 1970, absent what is null.
/// </summary>
public static class OtherRow
{
    /// <summary>The row as JSON.</summary>
    public static string Of(TelemetryRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("received_at", Microseconds.Of(record.ReceivedAt));
            json.WriteNumber("ts", Microseconds.Of(record.Timestamp));
            json.WriteNumber("bytes", record.Bytes);
            if (record.Topic is not null) json.WriteString("topic", record.Topic);
            if (record.Error != PayloadError.None) json.WriteString("error", record.Error.ToString());
            if (!record.Json.IsEmpty)
            {
                json.WritePropertyName("values");
                json.WriteRawValue(record.Json.Span, skipInputValidation: true);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// Writes records in PostgreSQL's binary COPY format (PostgreSQL manual, "COPY", File Formats, Binary Format), for the columns of
/// <see cref="Command"/>. By hand, since the generic importer costs several times as much a row as the encoding itself.
/// </summary>
public static class CopyEncoder
{
    /// <summary>The command whose input this encodes.</summary>
    public const string Command =
        "copy iot.telemetry_log (seq, received_at, ts, device_key, bytes, topic, error, values) from stdin (format binary)";

    private const short Columns = 8;

    /// <summary>2000-01-01T00:00:00Z, from which PostgreSQL counts its microseconds.</summary>
    private const long PostgresEpochMicroseconds = 946_684_800_000_000;

    /// <summary>Encodes header, rows and trailer.</summary>
    public static void Encode(ReadOnlySpan<TelemetryRecord> records, IBufferWriter<byte> output)
    {
        output.Write("PGCOPY\n"u8);
        output.Write<byte>([0xFF, (byte)'\r', (byte)'\n', 0]);
        output.Write<byte>([0, 0, 0, 0, 0, 0, 0, 0]);
        foreach (var record in records) Encode(record, output);
        Write(output, (short)-1);
    }

    private static void Encode(TelemetryRecord record, IBufferWriter<byte> output)
    {
        Write(output, Columns);
        WriteField(output, record.Seq);
        WriteField(output, ToPostgres(record.ReceivedAt));
        WriteField(output, ToPostgres(record.Timestamp));
        WriteField(output, record.Device.Key);
        WriteField(output, record.Bytes);
        WriteField(output, record.Topic);
        WriteField(output, record.Error == PayloadError.None ? null : record.Error.ToString());
        if (record.Json.IsEmpty) Write(output, -1);
        else
        {
            Write(output, record.Json.Length);
            output.Write(record.Json.Span);
        }
    }

    private static long ToPostgres(Instant time) => (time.ToUnixTimeTicks() / 10) - PostgresEpochMicroseconds;

    private static void WriteField(IBufferWriter<byte> output, long value)
    {
        var span = output.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        output.Advance(12);
    }

    private static void WriteField(IBufferWriter<byte> output, int value)
    {
        var span = output.GetSpan(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value);
        output.Advance(8);
    }

    private static void WriteField(IBufferWriter<byte> output, string? value)
    {
        Write(output, value is null ? -1 : Encoding.UTF8.GetByteCount(value));
        if (value is not null) Encoding.UTF8.GetBytes(value, output);
    }

    private static void Write(IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private static void Write(IBufferWriter<byte> output, short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }
}

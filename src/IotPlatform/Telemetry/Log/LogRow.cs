using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>How a row of the log is read, whatever it is looked up by.</summary>
public static class LogRow
{
    /// <summary>The columns to select.</summary>
    public const string Columns = "seq, received_at, ts, device_key, bytes, topic, error, values";

    /// <summary>The row that the reader stands on; its device is known by its key alone.</summary>
    public static TelemetryRecord Read(NpgsqlDataReader row)
    {
        var topic = row.IsDBNull(5) ? null : row.GetString(5);
        var json = row.IsDBNull(7) ? [] : row.GetFieldValue<byte[]>(7);
        return new TelemetryRecord(
            row.GetInt64(0),
            new DeviceHandle(row.GetInt32(3), "", ""),
            Instant.FromDateTimeUtc(row.GetDateTime(1)),
            Instant.FromDateTimeUtc(row.GetDateTime(2)),
            row.GetInt32(4),
            topic,
            row.IsDBNull(6) ? PayloadError.None : Enum.Parse<PayloadError>(row.GetString(6)),
            topic is null && json.Length > 0 ? SampleJson.Read(json) : [],
            json);
    }
}

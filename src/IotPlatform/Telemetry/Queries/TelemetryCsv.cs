using System.Text;
using System.Text.Json;
using IotPlatform.Devices;
using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>Answers questions for a device's telemetry as CSV (RFC 4180), for spreadsheets and data frames.</summary>
public sealed class TelemetryCsv(TelemetryQueries telemetry, IDatapointCatalog datapoints)
{
    /// <summary>The media type that asks for it.</summary>
    public const string MediaType = "text/csv";

    /// <summary>Says whether there is more; a table has no place for it.</summary>
    public const string TruncatedHeader = "Truncated";

    /// <summary>Writes <c>timestamp,datapoint_id,key,value,unit</c> and a line for each point.</summary>
    public async Task WriteAsync(DeviceHandle device, TelemetryQuery query, HttpResponse response)
    {
        var cancellation = response.HttpContext.RequestAborted;
        var catalog = datapoints.OfCustomer(device.Customer);
        var (table, count) = (new StringBuilder("timestamp,datapoint_id,key,value,unit\r\n"), 0);
        await foreach (var point in telemetry.PointsAsync(device, query, cancellation))
        {
            if (count++ == query.Limit) break;
            var datapoint = catalog?.GetValueOrDefault(point.Key);
            table.Append(Json.Format(point.Timestamp)).Append(',').Append(Field(datapoint?.Id)).Append(',').Append(Field(point.Key)).Append(',')
                .Append(Field(TextOf(point.Value))).Append(',').Append(Field(datapoint?.Unit)).Append("\r\n");
        }
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers[TruncatedHeader] = count > query.Limit ? "true" : "false";
        await response.WriteAsync(table.ToString(), cancellation);
    }

    private static string TextOf(SampleValue value)
    {
        if (value is { Kind: SampleKind.Text, Text: { } text }) return text;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static string Field(string? text) =>
        text is null || text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text ?? "" : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

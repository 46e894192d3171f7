using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Answers questions for a device's telemetry as JSON that is streamed, not built.</summary>
public sealed class TelemetryQueries(
    PointReader points, LatestValues latest, IDatapointCatalog datapoints, ITelemetryRetention retention)
{
    private const int FlushPoints = 200;

    private static readonly JsonWriterOptions AsApi = new() { Encoder = Json.Api.Encoder };

    /// <summary>
    /// Writes <c>{device_id, from, to, interval, aggregation, data[], count, truncated}</c>. Nothing is written before the first point is
    /// read.
    /// </summary>
    public async Task WriteAsync(DeviceHandle device, TelemetryQuery query, PipeWriter output, CancellationToken cancellation)
    {
        await using var answer = PointsAsync(device, query, cancellation).GetAsyncEnumerator(cancellation);
        var hasPoint = await answer.MoveNextAsync();
        var catalog = datapoints.OfCustomer(device.Customer);
        await using var json = new Utf8JsonWriter(output, AsApi);
        WriteHead(json, device, query);
        var count = 0;
        for (; hasPoint && count < query.Limit; hasPoint = await answer.MoveNextAsync())
        {
            WritePoint(json, answer.Current, catalog);
            if (++count % FlushPoints == 0) await FlushAsync(json, output, cancellation);
        }
        json.WriteEndArray();
        json.WriteNumber("count", count);
        json.WriteBoolean("truncated", hasPoint);
        json.WriteEndObject();
        await FlushAsync(json, output, cancellation);
    }

    /// <summary>Writes <c>{device_id, values{key: {value, unit, timestamp, datapoint_id}}}</c>.</summary>
    public async Task WriteLatestAsync(DeviceHandle device, PipeWriter output, CancellationToken cancellation)
    {
        var values = await latest.GetAsync(device.Key, cancellation);
        var catalog = datapoints.OfCustomer(device.Customer);
        await using var json = new Utf8JsonWriter(output, AsApi);
        json.WriteStartObject();
        json.WriteString("device_id", device.DeviceId);
        json.WriteStartObject("values");
        foreach (var (key, value) in values)
        {
            var datapoint = catalog?.GetValueOrDefault(key);
            json.WriteStartObject(key);
            json.WritePropertyName("value");
            value.Value.WriteTo(json);
            json.WriteString("unit", datapoint?.Unit);
            json.WriteString("timestamp", Json.Format(value.Timestamp));
            json.WriteString("datapoint_id", datapoint?.Id);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        await FlushAsync(json, output, cancellation);
    }

    /// <summary>
    /// The points in the order that was asked for, beyond the limit too: whoever stops there knows whether there is more.
    /// </summary>
    public IAsyncEnumerable<Point> PointsAsync(DeviceHandle device, TelemetryQuery query, CancellationToken cancellation)
    {
        var range = RangeOf(device, query);
        return query.Interval is { } interval
            ? Aggregated(range, interval.BclCompatibleTicks / 10, query.Aggregation, cancellation)
            : Stored(range, cancellation);
    }

    private async IAsyncEnumerable<Point> Stored(PointRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var part in points.ReadValuesAsync(range, cancellation))
            foreach (var point in part.Values!.Points(range.From, range.To, range.IsDescending)) yield return point;
    }

    private async IAsyncEnumerable<Point> Aggregated(
        PointRange range, long interval, Aggregation aggregation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var intervals = new IntervalFold(aggregation, range.IsDescending);
        await foreach (var part in points.ReadHoursAsync(range, interval, cancellation))
        {
            var hour = new HourFold(interval, range.Keys);
            if (part.Rollups is { } rollups) hour.Add(rollups, HourFold.ViewFor(interval));
            else hour.Add(part.Values!, range.From, range.To);
            foreach (var (start, keys) in range.IsDescending ? hour.Parts.Reverse() : hour.Parts)
                foreach (var finished in intervals.Add(start, keys)) yield return finished;
        }
        foreach (var finished in intervals.Finish()) yield return finished;
    }

    private PointRange RangeOf(DeviceHandle device, TelemetryQuery query)
    {
        var keys = query.Datapoints.Select(d => datapoints.FindById(device.Customer, d)?.Key ?? d)
            .Concat(query.Keys).ToHashSet(StringComparer.Ordinal);
        // A day's partition lives until its last moment is past the retention; its first moments are no longer shown.
        var from = Instant.Max(query.From, query.AskedAt - retention.Of(device.Customer));
        var to = query.IsOpenEnded ? query.To + PayloadTimestamp.Tolerance : query.To;
        return new PointRange(device.Key, keys, Microseconds.Of(from), Microseconds.Of(Instant.Max(from, to)), query.IsDescending);
    }

    private static void WriteHead(Utf8JsonWriter json, DeviceHandle device, TelemetryQuery query)
    {
        json.WriteStartObject();
        json.WriteString("device_id", device.DeviceId);
        json.WriteString("from", Json.Format(query.From));
        json.WriteString("to", Json.Format(query.To));
        json.WriteString("interval", query.IntervalText);
        json.WriteString("aggregation", query.Interval is null ? null : query.Aggregation.ToString().ToLowerInvariant());
        json.WriteStartArray("data");
    }

    private static void WritePoint(Utf8JsonWriter json, Point point, IReadOnlyDictionary<string, DatapointInfo>? catalog)
    {
        var datapoint = catalog?.GetValueOrDefault(point.Key);
        json.WriteStartObject();
        json.WriteString("timestamp", Json.Format(point.Timestamp));
        json.WriteString("datapoint_id", datapoint?.Id);
        json.WriteString("key", point.Key);
        json.WritePropertyName("value");
        point.Value.WriteTo(json);
        json.WriteString("unit", datapoint?.Unit);
        json.WriteEndObject();
    }

    private static async ValueTask FlushAsync(Utf8JsonWriter json, PipeWriter output, CancellationToken cancellation)
    {
        json.Flush();
        await output.FlushAsync(cancellation);
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>A device's telemetry moment by moment, however much there is of it: one page is in memory at a time.</summary>
public static class DeviceMoments
{
    /// <summary>All that was asked for, in order of time.</summary>
    public static async IAsyncEnumerable<Moment> ReadAsync(
        ApiClient api, string deviceId, ExportQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var from = query.From; ;)
        {
            var answer = await api.GetAsync(query.PathOf(deviceId, from), cancellation);
            var moments = Moments(deviceId, answer["data"]!.AsArray());
            var hasMore = answer["truncated"]!.GetValue<bool>();
            // The last moment of a page may lack keys that the next page has.
            foreach (var moment in hasMore ? moments.SkipLast(1) : moments) yield return moment;
            if (!hasMore) yield break;
            if (moments is [var only]) throw Crowded(only);
            from = moments[^1].Time;
        }
    }

    private static List<Moment> Moments(string deviceId, IEnumerable<JsonNode?> points) =>
    [
        .. points.Select(point => (Point: point!, Value: Scalar.Of(point!["value"])))
            .Where(read => read.Value is not null)
            .GroupBy(read => TimeOf(read.Point), read => KeyValuePair.Create(read.Point["key"]!.ToString(), read.Value!.Value))
            .Select(moment => new Moment(deviceId, moment.Key, [.. moment])),
    ];

    private static Instant TimeOf(JsonNode point) => TimeText.ReadTime(point["timestamp"]!.ToString())!.Value;

    private static RefusedException Crowded(Moment moment) => new(
        $"{moment.DeviceId} has more than {ExportQuery.PageSize} keys at {TimeText.Format(moment.Time)}: name those to export with --key");
}

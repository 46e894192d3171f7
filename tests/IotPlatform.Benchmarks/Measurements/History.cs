using System.Diagnostics;
using System.Text;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// A month of telemetry at one message a second: what it takes on disk once its hours are packed, and how long charts of it take, against
/// the same SQL by hand on the log's own rows, and on a table of hours that somebody made for the purpose.
/// </summary>
internal sealed class History : IMeasurement
{
    private const string Device = "history";
    private const int MinutesOfDay = 24 * 60;
    private const int PointsInWeek = 10_000;
    private const int Times = 20;

    public string Name => "history";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        using var data = new HistoryData(stand, KeyOf(stand));
        var packing = data.Pack();
        using var http = new HttpConnection(stand.Platform.HttpPort);
        var (log, packed, fleet) = data.BytesPerSample();
        report.Figure("bytes on disk per sample of a closed day, 1 message a second", packed, "B", Aims.BytesPerSample, ("the log", log));
        report.Figure("bytes on disk per sample of a closed day, 1 message in 90 s", fleet, "B", Aims.BytesPerSample, Published.ThingsBoardBytesPerSample);
        report.Figure($"packing of {HistoryData.Days} days", packing, "s");

        // The first day may be past the retention in part.
        var (from, to) = (data.After(MinutesOfDay), data.After(MinutesOfDay + PointsInWeek));
        var hours = Ask(http, stand, $"from={data.From}&interval=1h", HistoryData.Days * 24);
        var minutes = Ask(
            http, stand, $"from={HistoryData.Text(from)}&to={HistoryData.Text(to)}&interval=1m&limit={PointsInWeek}", PointsInWeek);
        var raw = Ask(http, stand, $"from={HistoryData.Text(from)}&limit=10000", 10_000);
        report.Figure("30 days by the hour, p50", hours.Percentile(0.5), "ms", Aims.MonthByHour, ("SQL on the log", data.HoursFromLog(2).Percentile(0.5)));
        report.Figure("30 days by the hour, p50", hours.Percentile(0.5), "ms", null, ("SQL on a table of hours", data.HoursFromRollup(Times).Percentile(0.5)));
        report.Figure("a week by the minute, p50", minutes.Percentile(0.5), "ms", null, ("SQL on the log", data.MinutesFromLog(2, from, to).Percentile(0.5)));
        report.Figure("10,000 values as sent, p50", raw.Percentile(0.5), "ms");
    }

    // The first message gives a device its number.
    private static int KeyOf(Stand stand)
    {
        using var api = stand.Api();
        api.Post("/v1/iot/devices", $$"""{"name":"History","device_id":"{{Device}}"}""");
        using var http = new HttpConnection(stand.Platform.HttpPort);
        if (http.Exchange(EncodedRequest.Post($"/v1/iot/devices/{Device}/telemetry", stand.Platform.ApiKey, """{"first":1}""")) is var status and not 200)
            throw new LoadException($"the first message was answered {status}");
        using var connection = stand.OpenPlatformDatabase();
        using var key = new NpgsqlCommand($"select device_key from iot.device_state where device_id = '{Device}'", connection);
        return (int)key.ExecuteScalar()!;
    }

    private static Samples Ask(HttpConnection http, Stand stand, string query, int points)
    {
        var request = EncodedRequest.Get($"/v1/iot/devices/{Device}/telemetry?key=temperature&{query}", stand.Platform.ApiKey);
        var samples = new Samples();
        for (var i = -2; i < Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (http.Exchange(request) is var status and not 200) throw new LoadException($"GET of telemetry answered {status}");
            if (i >= 0) samples.Add(Stopwatch.GetTimestamp() - start);
        }
        var isWhole = http.Body.Span.IndexOf(Encoding.ASCII.GetBytes($"\"count\":{points},")) > 0;
        return isWhole ? samples : throw new LoadException($"the answer to {query} does not have {points} points");
    }
}

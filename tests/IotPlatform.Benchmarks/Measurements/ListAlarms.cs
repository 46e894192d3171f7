using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// The first page of 50 alarms, of all and of some, and the summary: of a customer with 1,000 alarms and of one with 1,000,000. Whatever
/// their number, both should cost the same, also right after one of them has changed.
/// </summary>
internal sealed class ListAlarms : IMeasurement
{
    private const int Clients = 8;
    private static readonly int[] Numbers = [1_000, 1_000_000];

    private static readonly (string Name, string Path)[] Questions =
    [
        ("GET 50 alarms", "?page_size=50"), ("GET 50 active alarms", "?page_size=50&status=active"),
        ("GET 50 open alarms", "?page_size=50&status=active,acknowledged"), ("GET 50 critical alarms", "?page_size=50&severity=critical"),
        ("GET alarm summary", "/summary"),
    ];

    public string Name => "alarms";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var alarms = new Alarms(stand);
        var owners = Numbers.Select(number => alarms.Create($"owner-of-{number}-alarms", number)).ToList();
        foreach (var (name, path) in Questions)
        {
            var series = new Rounds(stand).Run([.. owners.Select((owner, i) => Of(stand, owner.Customer, Numbers[i], path))]);
            report.Rate($"{name} of {Numbers[1]:#,0}, {Clients} clients", series[1], series[0], Aims.LongList);
            foreach (var one in series) report.Cost(name, one);
        }
        foreach (var (name, path) in Questions.Append(("GET 50 resolved alarms", "?page_size=50&status=resolved")))
        {
            var after = owners.Select(owner => AfterChange(stand, owner, path).Percentile(0.5)).ToList();
            report.Figure($"{name} of {Numbers[1]:#,0} after a change, p50", after[1], "ms", null, ($"of {Numbers[0]:#,0}", after[0]));
        }
    }

    private static Contender Of(Stand stand, Customer owner, int number, string path)
    {
        var request = EncodedRequest.Get($"/v1/iot/alarms{path}", owner.ApiKey);
        return new($"platform, of {number:#,0}", stand.Platform.ProcessId, seconds =>
            HttpLoad.Run(stand.Platform.HttpPort, Clients, seconds, 200, () => () => request));
    }

    /// <summary>How long the question takes when an alarm has just changed its status, the wait until that shows included.</summary>
    private static Samples AfterChange(Stand stand, (Customer Customer, string AlarmId) owner, string path)
    {
        using var http = new HttpConnection(stand.Platform.HttpPort);
        var samples = new Samples();
        for (var i = 0; i < stand.Options.Repetitions / 10; i++)
            foreach (var action in new[] { "acknowledge", "resolve", "reopen" })
            {
                var change = EncodedRequest.Post($"/v1/iot/alarms/{owner.AlarmId}/{action}", owner.Customer.ApiKey, "{}");
                if (http.Exchange(change) is var changed and not 200) throw new LoadException($"to {action} an alarm answered {changed}");
                var start = Stopwatch.GetTimestamp();
                var status = http.Exchange(EncodedRequest.Get($"/v1/iot/alarms{path}", owner.Customer.ApiKey));
                samples.Add(Stopwatch.GetTimestamp() - start);
                if (status is not 200) throw new LoadException($"GET of {path} answered {status}");
            }
        return samples;
    }
}

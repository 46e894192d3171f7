using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// A page of 50 devices from a list of 1,000 and from one of 100,000, against a bare select of the same page from the same table.
/// Whatever the list's length, a page should cost the same, its total and a filter included.
/// </summary>
internal sealed class ListDevices : IMeasurement
{
    private const int Clients = 8;
    private static readonly int[] Lengths = [1_000, 100_000];

    private static readonly (string Name, string Query)[] Lists =
    [
        ("GET 50 devices", ""), ("GET 50 devices of a type", "&device_type=type%207"), ("GET 50 devices by name", "&sort=-name"),
    ];

    public string Name => "list";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var customers = new Customers(stand);
        var owners = Lengths.Select(length => customers.Create($"owner-of-{length}", length)).ToList();
        foreach (var (name, query) in Lists)
        {
            var contenders = owners.Select((owner, i) => Platform(stand, owner, Lengths[i], query)).ToList();
            if (query.Length == 0) contenders.AddRange(owners.Select((owner, i) => Bare(stand, owner, Lengths[i])));
            var series = new Rounds(stand).Run(contenders);
            for (var i = 0; query.Length == 0 && i < Lengths.Length; i++)
                report.Rate($"{name} of {Lengths[i]:#,0}, {Clients} clients", series[i], series[i + Lengths.Length], Aims.List);
            report.Rate($"{name} of {Lengths[1]:#,0}", series[1], series[0], Aims.LongList);
            foreach (var one in series) report.Cost(name, one);
        }
    }

    private static Contender Platform(Stand stand, Customer owner, int length, string query) =>
        new($"platform, of {length:#,0}", stand.Platform.ProcessId, seconds =>
            Load(stand.Platform.HttpPort, seconds, EncodedRequest.Get($"/v1/iot/devices?page_size=50{query}", owner.ApiKey)));

    private static Contender Bare(Stand stand, Customer owner, int length) =>
        new($"bare list, of {length:#,0}", stand.HttpBaseline.ProcessId, seconds =>
            Load(stand.HttpBaseline.HttpPort, seconds, EncodedRequest.Get($"/list/{owner.Id}", "")));

    private static LoadResult Load(int port, double seconds, byte[] request) =>
        HttpLoad.Run(port, Clients, seconds, 200, () => () => request);
}

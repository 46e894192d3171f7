using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Reading one device by its id: the platform against a bare select of the same JSON by primary key.</summary>
internal sealed class GetDevice : IMeasurement
{
    private const string Sample = """
        {"device_id":"fleet-00000","name":"Fleet 0","description":null,"device_type":null,"metadata":{},"is_active":true,
         "is_connected":false,"last_seen":null,"last_connected_at":null,"last_disconnected_at":null,"profile_id":null,"tags":[],
         "group_ids":[],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
        """;

    private static readonly int[] Clients = [8, 32];

    public string Name => "get";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        var devices = stand.Options.BaselinesOnly ? Fleet.Unregistered(stand.Options.Connections) : stand.Fleet.Devices;
        var ids = devices.Select(device => device.Id).ToList();
        var baseline = stand.HttpBaseline;
        StoreSameJson(stand, ids);
        foreach (var clients in Clients)
        {
            var contenders = new List<Contender>
            {
                new("bare select", baseline.ProcessId, s =>
                    Load(baseline.HttpPort, clients, s, ids, id => EncodedRequest.Get($"/devices/{id}", ""))),
            };
            if (!stand.Options.BaselinesOnly)
            {
                var platform = stand.Platform;
                contenders.Add(new Contender("platform", platform.ProcessId, s =>
                    Load(platform.HttpPort, clients, s, ids, id => EncodedRequest.Get($"/v1/iot/devices/{id}", platform.ApiKey))));
            }
            var series = new Rounds(stand).Run(contenders);
            report.Rate($"GET device, {clients} clients", series.ElementAtOrDefault(1), series[0], Aims.Get);
            foreach (var one in series) report.Cost($"GET device, {clients} clients", one);
        }
    }

    private static LoadResult Load(int port, int clients, double seconds, List<string> ids, Func<string, byte[]> encode)
    {
        var requests = ids.ConvertAll(id => encode(id));
        var nextClient = 0;
        return HttpLoad.Run(port, clients, seconds, 200, () =>
        {
            var random = new Random(nextClient++);
            return () => requests[random.Next(requests.Count)];
        });
    }

    /// <summary>Gives the baseline what the platform answers, each device under its own id.</summary>
    private static void StoreSameJson(Stand stand, List<string> ids)
    {
        var document = JsonNode.Parse(Sample)!;
        if (!stand.Options.BaselinesOnly)
        {
            using var api = stand.Api();
            document = api.Get($"/v1/iot/devices/{ids[0]}");
        }
        using var connection = stand.Postgres.Open(Baseline.Database);
        const string sql = """
            insert into known_devices select id, jsonb_set($2, '{device_id}', to_jsonb(id)) from unnest($1) id on conflict do nothing
            """;
        using var insert = new NpgsqlCommand(sql, connection);
        insert.Parameters.Add(new() { Value = ids.ToArray() });
        insert.Parameters.Add(new() { Value = document.ToJsonString(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.ExecuteNonQuery();
    }
}

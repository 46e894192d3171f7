using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Fills a platform's store with the events of many devices: a million by commands would take a quarter of an hour.</summary>
internal sealed class EventHistory(Platform platform, NpgsqlConnection connection)
{
    private const string Model = "model";
    private const int EventsOfEach = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Registers a device and renames it; copies of its first event and, nine times, of its second one are the history of the others, all
    /// devices in turn. Waits until the read models have it.
    /// </summary>
    public void Create(int devices)
    {
        using (var api = new PlatformApi(platform.HttpPort, platform.ApiKey))
            api.Post("/v1/iot/devices", $$"""{"name":"Model","device_id":"{{Model}}"}""");
        using (var http = new HttpConnection(platform.HttpPort))
            if (http.Exchange(EncodedRequest.Patch($"/v1/iot/devices/{Model}", platform.ApiKey, """{"name":"Renamed"}""")) is var status and not 200)
                throw new LoadException($"PATCH of a device answered {status}");
        Execute($"""
            insert into iot.mt_streams select r.* from iot.mt_streams s, generate_series(1, {devices}) n,
              lateral jsonb_populate_record(s, jsonb_build_object('id', 'copy-' || n, 'version', {EventsOfEach})) r
            where s.id = '{Model}'
            """);
        Execute($"""
            insert into iot.mt_events select r.*
            from generate_series(1, {EventsOfEach}) v, generate_series(1, {devices}) n, iot.mt_events e,
              lateral jsonb_populate_record(e, jsonb_build_object(
                'seq_id', nextval('iot.mt_events_sequence'), 'id', gen_random_uuid(), 'stream_id', 'copy-' || n, 'version', v,
                'data', e.data || jsonb_build_object('id', 'copy-' || n))) r
            where e.stream_id = '{Model}' and e.version = least(v, 2)
            """);
        Execute("analyze iot.mt_events; analyze iot.mt_streams");
        if (!Wait.Until(IsProjected, Limit)) throw new LoadException($"the events are not projected after {Limit.TotalMinutes} min");
    }

    private bool IsProjected()
    {
        using var command = new NpgsqlCommand(
            "select last_seq_id >= (select max(seq_id) from iot.mt_events) from iot.mt_event_progression where name = 'ReadModels:All'", connection);
        return command.ExecuteScalar() is true;
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}

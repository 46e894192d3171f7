using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Makes customers with many alarms.</summary>
internal sealed class Alarms(Stand stand)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A customer with so many alarms, of which a tenth is active and a tenth acknowledged. One was raised by a device; the others are
    /// copies of its document, and the counts are made of them, as if all had been projected: a million firings take an hour, and a list
    /// and a summary read nothing but documents.
    /// </summary>
    public (Customer Customer, string AlarmId) Create(string name, int count)
    {
        var customer = new Customers(stand).Create(name);
        var alarmId = Raise(customer, name);
        using var connection = stand.Postgres.Open(Platform.Database);
        Multiply(connection, customer, count);
        return (customer, alarmId);
    }

    private string Raise(Customer customer, string device)
    {
        using var api = new PlatformApi(stand.Platform.HttpPort, customer.ApiKey);
        var devices = Fleet.RegisterDevices(stand.Platform, device, 1, customer.ApiKey);
        api.Post(
            "/v1/iot/rules", """{"name":"Too hot","rule_type":"threshold","config":{"field":"temperature","operator":">","value":30}}""");
        using var connection = Fleet.Connect(devices, stand.Platform.MqttPort)[0];
        connection.PublishOnce(Payloads.Hot);
        string? id = null;
        if (!Wait.Until(() => (id = (string?)api.Get("/v1/iot/alarms")["alarms"]!.AsArray().FirstOrDefault()?["id"]) is not null, Limit))
            throw new LoadException("a breach that was acknowledged has no alarm");
        return id!;
    }

    private static void Multiply(NpgsqlConnection connection, Customer customer, int count)
    {
        const string copy = """
            insert into iot.mt_doc_alarm
            select (jsonb_populate_record(d, jsonb_build_object('id', 'copy-' || n, 'data', d.data || jsonb_build_object(
              'id', 'copy-' || n, 'device_id', 'copy-' || n % 10000, 'rule_id', 'copy-' || n % 100,
              'severity', (array['info', 'warning', 'critical'])[n % 3 + 1],
              'status', (array['active', 'acknowledged'] || array_fill('resolved'::text, array[8]))[n % 10 + 1],
              'created_at', to_char(timestamp '2026-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))))).*
            from iot.mt_doc_alarm d, generate_series(2, $2) n where d.tenant_id = $1
            """;
        const string size = """
            update iot.mt_doc_listsize set data = data || jsonb_build_object('size', $2) where tenant_id = $1 and id = 'alarms'
            """;
        const string tally = """
            update iot.mt_doc_alarmtally t set data = t.data || (
              select jsonb_object_agg(status, counts) from (
                select status, jsonb_object_agg(severity, alarms) as counts from (
                  select data ->> 'status' as status, data ->> 'severity' as severity, count(*) as alarms
                  from iot.mt_doc_alarm where tenant_id = $1 group by 1, 2) of_both group by 1) of_status)
            where t.tenant_id = $1
            """;
        Execute(connection, copy, customer.Id, count);
        Execute(connection, size, customer.Id, count);
        Execute(connection, tally, customer.Id);
        Execute(connection, "vacuum analyze iot.mt_doc_alarm");
    }

    private static void Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        command.ExecuteNonQuery();
    }
}

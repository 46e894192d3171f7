using System.Diagnostics;
using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>A customer with a key of its own and many devices.</summary>
internal sealed record Customer(string Id, string ApiKey);

/// <summary>Makes customers with the platform's own commands, and gives them devices.</summary>
internal sealed class Customers(Stand stand)
{
    private const string Model = "model";

    /// <summary>A customer without devices.</summary>
    public Customer Create(string name)
    {
        Run("customers", "create", "--name", name);
        return new Customer(name, (string)JsonNode.Parse(Run("keys", "create", "--customer", name, "--json"))!["key"]!);
    }

    /// <summary>
    /// A customer with so many devices. One is registered; the others are copies of its document, as if they had been projected, since
    /// 100,000 registrations take minutes and a list reads nothing but documents.
    /// </summary>
    public Customer Create(string name, int devices)
    {
        var customer = Create(name);
        using (var api = new PlatformApi(stand.Platform.HttpPort, customer.ApiKey))
        {
            api.Post("/v1/iot/devices", $$"""{"name":"Model","device_id":"{{Model}}","device_type":"type 0"}""");
            api.Get($"/v1/iot/devices/{Model}");
        }
        Multiply(customer, devices);
        return customer;
    }

    /// <summary>
    /// Gives the customer's other devices copies of a rule on one device, as documents too. Evaluation meets them when the platform
    /// starts the next time: to create 10,000 rules takes a minute.
    /// </summary>
    public void SpreadRule(Customer customer, string ruleId)
    {
        const string copy = """
            insert into iot.mt_doc_alarmrule
            select (jsonb_populate_record(r, jsonb_build_object('id', r.id || '-' || d.id, 'data', r.data || jsonb_build_object(
              'id', r.id || '-' || d.id, 'name', 'Rule of ' || d.id, 'scope_device_id', d.id)))).*
            from iot.mt_doc_alarmrule r join iot.mt_doc_device d using (tenant_id)
            where r.tenant_id = $1 and r.id = $2 and r.data ->> 'scope_device_id' <> d.id
            """;
        using var connection = stand.Postgres.Open(Platform.Database);
        Execute(connection, copy, customer.Id, ruleId);
    }

    private void Multiply(Customer customer, int devices)
    {
        const string copy = """
            insert into iot.mt_doc_device
            select (jsonb_populate_record(d, jsonb_build_object('id', 'copy-' || n, 'data', d.data || jsonb_build_object(
              'device_id', 'copy-' || n, 'name', 'Copy ' || n, 'device_type', 'type ' || n % 10, 'tags', jsonb_build_array('tag ' || n % 100))))).*
            from iot.mt_doc_device d, generate_series(2, $2) n where d.tenant_id = $1 and d.id = $3
            """;
        const string size = """
            update iot.mt_doc_listsize set data = data || jsonb_build_object('size', $2) where tenant_id = $1 and id = 'devices'
            """;
        using var connection = stand.Postgres.Open(Platform.Database);
        Execute(connection, copy, customer.Id, devices, Model);
        Execute(connection, size, customer.Id, devices);
        Execute(connection, "vacuum analyze iot.mt_doc_device");
    }

    private static void Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        command.ExecuteNonQuery();
    }

    private string Run(params string[] arguments)
    {
        using var process = Process.Start(stand.Platform.Command(arguments))!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0 ? output : throw new LoadException($"{string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}

using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Insights;

/// <summary>How many devices a customer has.</summary>
public sealed record FleetCounts(long Total, long Inactive, long Connected);

/// <summary>
/// Counts of a customer's devices and alarms. What each command has changed shows; those of all devices and alarms are kept by their
/// projections, those of a kind are counted by an index of that kind alone.
/// </summary>
public sealed class Fleet(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
{
    private const string Total =
        "select coalesce((select (data->>'size')::bigint from iot.mt_doc_listsize where tenant_id = $1 and id = 'devices'), 0)";

    private const string Counts = $"""
        {Total},
          (select count(*) from iot.mt_doc_device where tenant_id = $1 and data->>'is_active' = 'false'),
          (select count(*) from iot.device_state where customer = $1 and is_connected)
        """;

    private const string Names = "select id, data->>'name' from iot.mt_doc_device where tenant_id = $1 and id = any($2)";

    /// <summary>How many devices are registered.</summary>
    public async Task<long> CountDevicesAsync(string customer, CancellationToken cancellation)
    {
        await using var command = await QueryAsync(Total, customer, cancellation);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>How many devices are registered, switched off, and connected.</summary>
    public async Task<FleetCounts> CountAsync(string customer, CancellationToken cancellation)
    {
        await using var command = await QueryAsync(Counts, customer, cancellation);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    /// <summary>How many alarms are active or acknowledged.</summary>
    public async Task<long> CountOpenAlarmsAsync(string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, cancellation);
        await using var session = store.QuerySession(customer);
        var tally = await session.LoadAsync<AlarmTally>(AlarmTally.Key, cancellation) ?? AlarmTally.Empty;
        return tally.Active.With(tally.Acknowledged).Sum();
    }

    /// <summary>The names of those of the devices that are registered.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        string customer, IReadOnlyCollection<string> deviceIds, CancellationToken cancellation)
    {
        await using var command = await QueryAsync(Names, customer, cancellation);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. deviceIds] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, string> names = [];
        while (await rows.ReadAsync(cancellation)) names[rows.GetString(0)] = rows.GetString(1);
        return names;
    }

    /// <summary>Whether the customer had a device of this id that is deleted now and has been in contact.</summary>
    public async Task<bool> HadAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        await using var command = await QueryAsync(
            "select exists (select from iot.former_devices where customer = $1 and device_id = $2)", customer, cancellation);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task<NpgsqlCommand> QueryAsync(string sql, string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, cancellation);
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        return command;
    }
}

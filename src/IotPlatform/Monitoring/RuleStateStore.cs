using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Monitoring;

/// <summary>A state as it is stored.</summary>
public sealed record StoredState(string Customer, string DeviceId, string RuleId, KnownState Known);

/// <summary>Stores states together with the places in the logs that they have been brought up to.</summary>
public sealed class RuleStateStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Writes one state, as a part of the transaction in which its verdict takes effect; the parameters are those of <see
    /// cref="Parameters"/>.
    /// </summary>
    public const string Upsert = """
        insert into iot.rule_states (customer, device_id, rule_id, partition, life, watch, telemetry, sessions, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
        on conflict (customer, device_id, rule_id) do update set
          life = excluded.life, watch = excluded.watch, telemetry = excluded.telemetry, sessions = excluded.sessions, state = excluded.state
        """;

    private const string UpsertMany = """
        insert into iot.rule_states (customer, device_id, rule_id, partition, life, watch, telemetry, sessions, state)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (customer, device_id, rule_id) do update set
          life = excluded.life, watch = excluded.watch, telemetry = excluded.telemetry, sessions = excluded.sessions, state = excluded.state
        """;

    private const string DeleteMany = """
        delete from iot.rule_states s using unnest($1, $2, $3) g(customer, device_id, rule_id)
        where s.customer = g.customer and s.device_id = g.device_id and s.rule_id = g.rule_id
        """;

    /// <summary>What <see cref="Upsert"/> wants to know.</summary>
    public static object[] Parameters(RuleOnDevice whose, KnownState known) =>
    [
        whose.Device.Customer, whose.Device.Id, whose.RuleId, (short)whose.Device.Partition, known.Life, known.Watch.ToDateTimeOffset(),
        known.Telemetry, known.Sessions, JsonSerializer.Serialize(known.State, Json.Store),
    ];

    /// <summary>Reads the states of some partitions.</summary>
    public async Task<List<StoredState>> LoadAsync(IEnumerable<int> partitions, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select customer, device_id, rule_id, life, watch, telemetry, sessions, state from iot.rule_states where partition = any($1)");
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. partitions.Select(partition => (short)partition)] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var states = new List<StoredState>();
        while (await rows.ReadAsync(cancellation))
        {
            var state = JsonSerializer.Deserialize<RuleState>(rows.GetFieldValue<byte[]>(7), Json.Store)!;
            var watch = Instant.FromDateTimeUtc(rows.GetDateTime(4));
            states.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), new(state, rows.GetInt64(3), watch, rows.GetInt64(5), rows.GetInt64(6))));
        }
        return states;
    }

    /// <summary>Stores some of what has changed.</summary>
    /// <exception cref="TakenOverException">Another node evaluates these partitions now; nothing was stored.</exception>
    public async Task StoreAsync(Tenure tenure, IReadOnlyCollection<RuleOnDevice> changed, CancellationToken cancellation)
    {
        RuleOnDevice[] kept = [.. changed.Where(whose => whose.Device.States.ContainsKey(whose.RuleId))];
        RuleOnDevice[] gone = [.. changed.Where(whose => !whose.Device.States.ContainsKey(whose.RuleId))];
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await tenure.IsHeldAsync(connection, cancellation)) throw new TakenOverException();
        // Commits at leisure: what a crash takes is evaluated again from the checkpoint, which comes after.
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new("set local synchronous_commit = off") } };
        if (gone.Length > 0) batch.BatchCommands.Add(Named(DeleteMany, gone));
        if (kept.Length > 0) batch.BatchCommands.Add(Store(kept));
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Notes how far evaluation is, once all that changed up to there is stored.</summary>
    /// <exception cref="TakenOverException">Another node evaluates these partitions now; nothing was stored.</exception>
    public async Task AdvanceAsync(Tenure tenure, Progress progress, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await tenure.TryAdvanceAsync(connection, progress, cancellation)) throw new TakenOverException();
    }

    private static NpgsqlBatchCommand Store(RuleOnDevice[] kept)
    {
        KnownState[] known = [.. kept.Select(whose => whose.Device.States[whose.RuleId])];
        var command = Named(UpsertMany, kept);
        command.Parameters.Add(
            new NpgsqlParameter<short[]> { TypedValue = Array.ConvertAll(kept, whose => (short)whose.Device.Partition) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(known, state => state.Life) });
        command.Parameters.Add(
            new NpgsqlParameter<DateTime[]> { TypedValue = Array.ConvertAll(known, state => state.Watch.ToDateTimeUtc()) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(known, state => state.Telemetry) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(known, state => state.Sessions) });
        var states = Array.ConvertAll(known, state => JsonSerializer.Serialize(state.State, Json.Store));
        command.Parameters.Add(new NpgsqlParameter { Value = states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        return command;
    }

    private static NpgsqlBatchCommand Named(string sql, RuleOnDevice[] whose)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(whose, w => w.Device.Customer) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(whose, w => w.Device.Id) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(whose, w => w.RuleId) });
        return command;
    }
}

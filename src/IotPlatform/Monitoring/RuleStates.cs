using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Monitoring;

/// <summary>Whose state it is: a rule's, on a device.</summary>
public readonly record struct RuleOnDevice(string Customer, string RuleId, string DeviceId);

/// <summary>A state, and the life of the rule that it belongs to.</summary>
public readonly record struct KnownState(RuleState State, Instant Generation);

/// <summary>
/// What the engine remembers, in memory, and stored with the place in the telemetry log that it has been brought up to: after a restart
/// evaluation goes on from there as if nothing had happened.
/// </summary>
public sealed class RuleStates(NpgsqlDataSource database)
{
    /// <summary>The states and the evaluator's checkpoint.</summary>
    public static readonly SchemaScript Script = new("rule states", """
        create table if not exists iot.rule_state (
          customer text not null,
          rule_id text not null,
          device_id text not null,
          generation timestamptz not null,
          state jsonb not null,
          primary key (customer, rule_id, device_id)
        ) with (fillfactor = 80);
        create table if not exists iot.evaluator_checkpoint (evaluator text primary key, seq bigint not null);
        """);

    private const string Evaluator = "telemetry";
    private readonly Dictionary<RuleOnDevice, KnownState> _states = [];
    private readonly HashSet<RuleOnDevice> _changed = [];

    /// <summary>Position in the telemetry log up to which everything is evaluated.</summary>
    public long Checkpoint { get; private set; }

    private long _stored;

    /// <summary>All states that there are.</summary>
    public IReadOnlyDictionary<RuleOnDevice, KnownState> All => _states;

    /// <summary>The state of this life of a rule on a device, or null before its first observation.</summary>
    public RuleState? Find(RuleOnDevice whose, Instant generation) =>
        _states.TryGetValue(whose, out var known) && known.Generation == generation ? known.State : null;

    /// <summary>Remembers a state.</summary>
    public void Put(RuleOnDevice whose, RuleState state, Instant generation)
    {
        _states[whose] = new(state, generation);
        _changed.Add(whose);
    }

    /// <summary>Forgets the states that <paramref name="match"/>: evaluation starts afresh.</summary>
    public void Drop(Func<RuleOnDevice, bool> match)
    {
        foreach (var whose in _states.Keys.Where(match).ToList())
        {
            _states.Remove(whose);
            _changed.Add(whose);
        }
    }

    /// <summary>Everything up to <paramref name="seq"/> has been evaluated, and what follows from it has been made true.</summary>
    public void Advance(long seq) => Checkpoint = Math.Max(Checkpoint, seq);

    /// <summary>Reads what was stored.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select customer, rule_id, device_id, generation, state from iot.rule_state"),
                new($"select seq from iot.evaluator_checkpoint where evaluator = '{Evaluator}'"),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var state = JsonSerializer.Deserialize<RuleState>(rows.GetFieldValue<byte[]>(4), Json.Store)!;
            _states[new(rows.GetString(0), rows.GetString(1), rows.GetString(2))] = new(state, Instant.FromDateTimeUtc(rows.GetDateTime(3)));
        }
        await rows.NextResultAsync(cancellation);
        if (await rows.ReadAsync(cancellation)) Checkpoint = _stored = rows.GetInt64(0);
    }

    /// <summary>Stores what changed since the last time, with the checkpoint, in one transaction.</summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        if (_changed.Count == 0 && Checkpoint == _stored) return;
        var kept = _changed.Where(_states.ContainsKey).ToArray();
        var gone = _changed.Where(whose => !_states.ContainsKey(whose)).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // Commits at leisure: what a crash takes is evaluated again from the checkpoint that it takes, too.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("set local synchronous_commit = off") } };
        if (gone.Length > 0) batch.BatchCommands.Add(Command("""
            delete from iot.rule_state s using unnest($1, $2, $3) g(customer, rule_id, device_id)
            where s.customer = g.customer and s.rule_id = g.rule_id and s.device_id = g.device_id
            """, gone));
        if (kept.Length > 0)
        {
            var store = Command("""
                insert into iot.rule_state select * from unnest($1, $2, $3, $4, $5)
                on conflict (customer, rule_id, device_id) do update set generation = excluded.generation, state = excluded.state
                """, kept);
            store.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. kept.Select(whose => _states[whose].Generation.ToDateTimeUtc())] });
            var states = kept.Select(whose => JsonSerializer.Serialize(_states[whose].State, Json.Store)).ToArray();
            store.Parameters.Add(new NpgsqlParameter { Value = states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
            batch.BatchCommands.Add(store);
        }
        var advance = new NpgsqlBatchCommand(
            "insert into iot.evaluator_checkpoint values ($1, $2) on conflict (evaluator) do update set seq = excluded.seq");
        advance.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Evaluator });
        advance.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Checkpoint });
        batch.BatchCommands.Add(advance);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        batch.Transaction = transaction;
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _changed.Clear();
        _stored = Checkpoint;
    }

    private static NpgsqlBatchCommand Command(string sql, RuleOnDevice[] whose)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. whose.Select(w => w.Customer)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. whose.Select(w => w.RuleId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. whose.Select(w => w.DeviceId)] });
        return command;
    }
}

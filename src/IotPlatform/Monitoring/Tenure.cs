using NodaTime;
using Npgsql;

namespace IotPlatform.Monitoring;

/// <summary>How far the evaluation of a partition is: positions in both logs, and the time until which it was there to hear.</summary>
public sealed record Progress(long Telemetry, long Sessions, Instant AliveUntil);

/// <summary>Another node has taken over what this one evaluates.</summary>
public sealed class TakenOverException() : Exception("Another node evaluates these partitions now.");

/// <summary>
/// This node's right to evaluate some partitions. Whoever claims a partition later takes it over: the one before can store nothing any
/// more, however long it was paused.
/// </summary>
public sealed class Tenure
{
    private readonly short[] _partitions;
    private readonly long[] _terms;

    private Tenure(short[] partitions, long[] terms, IReadOnlyDictionary<int, Progress> found) =>
        (_partitions, _terms, Found) = (partitions, terms, found);

    /// <summary>The claimed partitions, and how far each had come. One that was never evaluated begins with what comes now.</summary>
    public IReadOnlyDictionary<int, Progress> Found { get; }

    /// <summary>Claims partitions for a node.</summary>
    public static async Task<Tenure> ClaimAsync(
        NpgsqlDataSource database, IEnumerable<int> partitions, string node, Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into iot.evaluation (partition, telemetry, sessions, alive_until, node, term)
            select partition, coalesce((select last_seq from iot.telemetry_batches order by first_seq desc limit 1), 0),
              (select last_value - (not is_called)::int from iot.connection_change), $2, $3, 1
            from unnest($1) as partition
            on conflict (partition) do update set node = excluded.node, term = evaluation.term + 1
            returning partition, term, telemetry, sessions, alive_until
            """);
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. partitions.Select(partition => (short)partition)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<(short Partition, long Term)> claimed = [];
        var found = new Dictionary<int, Progress>();
        while (await rows.ReadAsync(cancellation))
        {
            claimed.Add((rows.GetInt16(0), rows.GetInt64(1)));
            found[rows.GetInt16(0)] = new(rows.GetInt64(2), rows.GetInt64(3), Instant.FromDateTimeUtc(rows.GetDateTime(4)));
        }
        return new([.. claimed.Select(c => c.Partition)], [.. claimed.Select(c => c.Term)], found);
    }

    /// <summary>Whether it holds still, and will until the connection's transaction ends.</summary>
    public async Task<bool> IsHeldAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select from iot.evaluation e, unnest($1, $2) c(partition, term)
            where e.partition = c.partition and e.term = c.term for share of e
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = _partitions });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = _terms });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var held = 0;
        while (await rows.ReadAsync(cancellation)) held++;
        return held == _partitions.Length;
    }

    /// <summary>Notes how far evaluation is. False: another node has taken over.</summary>
    public async Task<bool> TryAdvanceAsync(NpgsqlConnection connection, Progress progress, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            update iot.evaluation e set telemetry = $3, sessions = $4, alive_until = $5 from unnest($1, $2) c(partition, term)
            where e.partition = c.partition and e.term = c.term
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = _partitions });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = _terms });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = progress.Telemetry });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = progress.Sessions });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = progress.AliveUntil.ToDateTimeUtc() });
        return await command.ExecuteNonQueryAsync(cancellation) == _partitions.Length;
    }
}

using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// The right to do something that one node does at a time: a lock of a database session, which ends with the node. No statement waits for
/// it, since one that waits is an open transaction, and the daemon would hold back events that come after a gap until it is over.
/// </summary>
/// <param name="key">Of the lock: any number that is nobody else's.</param>
public abstract class NodeRole(NpgsqlDataSource database, TimeProvider time, int key)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // As the database shows a key that fits into its lower half.
    private readonly string _askWhoHolds =
        $"select exists (select from pg_locks where locktype = 'advisory' and classid = 0 and objid = {key} and objsubid = 1 and granted)";

    private volatile bool _isHeldHere;

    /// <summary>Whether this node holds it.</summary>
    public bool IsHeldHere => _isHeldHere;

    /// <summary>Whether any node holds it.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        await using var session = await database.OpenConnectionAsync(cancellation);
        return await AskAsync(session, _askWhoHolds, cancellation);
    }

    /// <summary>Waits for the role and does the work, whose token is cancelled when the session is lost.</summary>
    public async Task HoldAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        await using var session = await database.OpenConnectionAsync(cancellation);
        using var timer = new PeriodicTimer(Interval, time);
        while (!await AskAsync(session, $"select pg_try_advisory_lock({key})", cancellation))
            await timer.WaitForNextTickAsync(cancellation);
        _isHeldHere = true;
        try
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var working = work(lost.Token);
            await Task.WhenAny(working, WatchAsync(session, timer, lost.Token));
            await lost.CancelAsync();
            await working;
        }
        finally
        {
            _isHeldHere = false;
            // The session goes back to the pool, and must not take the role along.
            if (session.State is System.Data.ConnectionState.Open)
                await AskAsync(session, $"select pg_advisory_unlock({key})", CancellationToken.None);
        }
    }

    // Ends when the session does.
    private static async Task WatchAsync(NpgsqlConnection session, PeriodicTimer timer, CancellationToken cancellation)
    {
        while (await timer.WaitForNextTickAsync(cancellation)) await AskAsync(session, "select true", CancellationToken.None);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}

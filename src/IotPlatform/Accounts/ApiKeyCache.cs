using System.Collections.Concurrent;
using Npgsql;

namespace IotPlatform.Accounts;

/// <summary>
/// Keys that were seen, so that checking one costs no round trip. PostgreSQL announces every change of a key on a channel; while this
/// node cannot hear it, nothing is taken from the cache, so a revoked key stops working everywhere within a second.
/// </summary>
public sealed class ApiKeyCache(AccountStore accounts, NpgsqlDataSource database, ILogger<ApiKeyCache> log) : BackgroundService
{
    private static readonly TimeSpan ProofOfLife = TimeSpan.FromMilliseconds(400);
    private const int MaxEntries = 10_000;
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new();
    private volatile bool _listening;
    private long _changes;

    /// <summary>The key with these lookup characters, from the cache where that is safe.</summary>
    public async ValueTask<ApiKey?> FindAsync(string lookup, CancellationToken cancellation)
    {
        if (_listening && _keys.TryGetValue(lookup, out var known)) return known;
        var before = Volatile.Read(ref _changes);
        var key = await accounts.FindKeyAsync(lookup, cancellation);
        if (key is null || _keys.Count >= MaxEntries) return key;
        _keys[lookup] = key;
        // What was read before a change must not be remembered after it.
        if (before != Volatile.Read(ref _changes)) _keys.TryRemove(lookup, out _);
        return key;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                log.LogWarning(fault, "Changes of API keys cannot be heard; keys are read from the database until they can");
                _listening = false;
                await Task.Delay(ProofOfLife, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        connection.Notification += (_, change) => Forget(change.Payload);
        await ExecuteAsync(connection, $"listen {AccountStore.KeyChannel}", cancellation);
        // What changed before the channel was open was not heard.
        ForgetAll();
        _listening = true;
        while (true)
        {
            if (!await connection.WaitAsync(ProofOfLife, cancellation)) await ExecuteAsync(connection, "select 1", cancellation);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private void Forget(string lookup)
    {
        Interlocked.Increment(ref _changes);
        _keys.TryRemove(lookup, out _);
    }

    private void ForgetAll()
    {
        Interlocked.Increment(ref _changes);
        _keys.Clear();
    }
}

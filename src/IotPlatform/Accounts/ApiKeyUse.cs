using System.Collections.Concurrent;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Accounts;

/// <summary>
/// When each key was last used. It is noted in memory and stored once a minute and at the stop, so that no request waits for it.
/// </summary>
public sealed class ApiKeyUse(NpgsqlDataSource database, TimeProvider time, ILogger<ApiKeyUse> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Instant> _used = new();

    internal static readonly SchemaScript Script = new("use of API keys", """
        create table if not exists iot.api_key_use (
            key_id text primary key,
            last_used_at timestamptz not null
        ) with (fillfactor = 70);
        """);

    /// <summary>The key was used.</summary>
    public void Note(string lookup, Instant now) => _used[lookup] = now;

    /// <summary>When keys were last used, by their lookup characters; those that never were are missing.</summary>
    public async Task<IReadOnlyDictionary<string, Instant>> ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select key_id, last_used_at from iot.api_key_use");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, Instant> used = [];
        while (await rows.ReadAsync(cancellation)) used[rows.GetString(0)] = Instant.FromDateTimeUtc(rows.GetDateTime(1));
        foreach (var (key, at) in _used)
            if (!used.TryGetValue(key, out var stored) || stored < at) used[key] = at;
        return used;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        var used = _used.ToArray();
        if (used.Length == 0) return;
        try
        {
            await StoreAsync(used, cancellation);
            // What was used again meanwhile stays for the next time.
            foreach (var one in used) _used.TryRemove(one);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            log.LogWarning(fault, "The last use of {Keys} API keys cannot be stored yet", used.Length);
        }
    }

    // In the order of keys, as another node may store the same ones.
    private async Task StoreAsync(KeyValuePair<string, Instant>[] used, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into iot.api_key_use select key, at from unnest($1::text[], $2::timestamptz[]) as used (key, at) order by key
            on conflict (key_id) do update set last_used_at = greatest(api_key_use.last_used_at, excluded.last_used_at)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. used.Select(one => one.Key)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. used.Select(one => one.Value.ToDateTimeUtc())] });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

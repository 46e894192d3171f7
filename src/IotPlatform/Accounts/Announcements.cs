using System.Collections.Concurrent;
using Npgsql;

namespace IotPlatform.Accounts;

/// <summary>
/// Hears what PostgreSQL announces of changed accounts, on this node as on all others. While it cannot, those who remember accounts must
/// not rely on what they remember.
/// </summary>
public sealed class Announcements(NpgsqlDataSource database, ILogger<Announcements> log) : BackgroundService
{
    private static readonly TimeSpan ProofOfLife = TimeSpan.FromMilliseconds(400);
    private readonly Dictionary<string, Func<string?, ValueTask>> _subscribers = [];
    private readonly ConcurrentQueue<(string Channel, string Id)> _heard = new();
    private volatile bool _areHeard;

    /// <summary>Whether every change is heard at present, within a moment.</summary>
    public bool AreHeard => _areHeard;

    /// <summary>
    /// Tells <paramref name="heard"/> the id of what has changed; null: anything may have. Before the start, one for each channel.
    /// </summary>
    public void Subscribe(string channel, Func<string?, ValueTask> heard) => _subscribers.Add(channel, heard);

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
            // Those who are told ask the database by other means too, which wrap its faults in their own; none of them may end the platform.
            catch (Exception fault)
            {
                log.LogWarning(fault, "Changes of accounts cannot be heard; they are read from the database until they can");
                _areHeard = false;
                await Task.Delay(ProofOfLife, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        connection.Notification += (_, change) => _heard.Enqueue((change.Channel, change.Payload));
        foreach (var channel in _subscribers.Keys) await ExecuteAsync(connection, $"listen {channel}", cancellation);
        // What changed before the channels were open was not heard.
        foreach (var tell in _subscribers.Values) await tell(null);
        _areHeard = true;
        while (true)
        {
            await TellAsync();
            if (!await connection.WaitAsync(ProofOfLife, cancellation)) await ExecuteAsync(connection, "select 1", cancellation);
        }
    }

    private async Task TellAsync()
    {
        while (_heard.TryDequeue(out var change)) await _subscribers[change.Channel](change.Id);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

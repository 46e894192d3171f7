using System.Globalization;
using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// Tells other nodes on the same database how far the events and the read models are that this one knows of, and hears it from them: a
/// commit here wakes the projections there, and what is projected there may be read here. News are gathered, and told outside of the
/// transactions that they are of, as PostgreSQL lets those with news commit one at a time. Who is alone says so now and then, and nothing else.
/// </summary>
public sealed class NodeNews(
    NpgsqlDataSource database, Freshness freshness, ProjectionProgress progress, DaemonWakeup wakeup, ProjectionRole role, IClock clock,
    TimeProvider time, ILogger<NodeNews> log) : BackgroundService
{
    private const string Channel = "iot_node_news";
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Presence = 3 * SignOfLife;

    // What was not heard, while the connection was away, is found so.
    private static readonly TimeSpan LookingAfter = TimeSpan.FromSeconds(1);

    private readonly string _self = Ids.New(clock.GetCurrentInstant());
    private readonly SemaphoreSlim _news = new(0, 1);
    private long _heardAt = long.MinValue;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        freshness.Changed += () =>
        {
            if (IsInCompany) Signal();
        };
        return Task.WhenAll(RepeatAsync(ListenAsync, stoppingToken), RepeatAsync(TellAsync, stoppingToken));
    }

    private bool IsInCompany =>
        Interlocked.Read(ref _heardAt) is var heard && heard != long.MinValue && time.GetElapsedTime(heard) < Presence;

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await work(cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                log.LogWarning(fault, "Other nodes cannot be heard or told; trying again");
                await Task.Delay(LookingAfter, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await using (var command = database.CreateCommand("select pg_notify($1, $2)"))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{_self} {freshness.Committed} {freshness.Projected}" });
                await command.ExecuteNonQueryAsync(cancellation);
            }
            await Task.Delay(Gathering, time, cancellation);
            while (!await _news.WaitAsync(role.IsHeldHere ? SignOfLife : LookingAfter, cancellation) && !role.IsHeldHere) await LookAsync(cancellation);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select last_seq_id from iot.mt_event_progression where name = '{ReadModels.Shard}'");
        if (await command.ExecuteScalarAsync(cancellation) is long projected) freshness.Hear(projected);
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        connection.Notification += (_, news) => Hear(news.Payload.Split(' '));
        await ExecuteAsync(connection, $"listen {Channel}", cancellation);
        try
        {
            while (true)
                if (!await connection.WaitAsync(SignOfLife, cancellation)) await ExecuteAsync(connection, "select 1", cancellation);
        }
        finally
        {
            // It goes back to the pool, where others must not hear the news.
            if (connection.State is System.Data.ConnectionState.Open) await ExecuteAsync(connection, $"unlisten {Channel}", CancellationToken.None);
        }
    }

    private void Hear(string[] news)
    {
        if (news is not [var node, var committed, var projected] || node == _self) return;
        var isNew = !IsInCompany;
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        if (progress.Committed(Number(committed))) wakeup.Signal();
        freshness.Hear(Number(projected));
        if (isNew) Signal();
    }

    private void Signal()
    {
        try
        {
            if (_news.CurrentCount == 0) _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread has signalled in the same instant.
        }
    }

    private static long Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

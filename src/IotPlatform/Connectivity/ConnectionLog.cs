using System.Collections.Concurrent;
using System.Threading.Channels;
using NodaTime;

namespace IotPlatform.Connectivity;

/// <summary>
/// Writes connections down in groups: what comes while one transaction commits goes into the next, so ten thousand connects after a
/// power cut cost a few transactions. A transaction that fails is tried again until it goes through, with the same epochs.
/// </summary>
internal sealed class ConnectionLog(
    ConnectionStore store, ConnectionPosition position, IEnumerable<IConnectionObserver> observers, IClock clock, ILogger<ConnectionLog> logger)
    : IConnectionLog, IHostedService, IDisposable
{
    private const int MostQueued = 50_000, MostPerTransaction = 1_000;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<LogEntry> _queue =
        Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(MostQueued) { SingleReader = true });
    private readonly ConcurrentDictionary<LoggedConnection, byte> _open = [];
    private readonly CancellationTokenSource _abandoned = new();
    private readonly IConnectionObserver[] _observers = [.. observers];
    private Task _writing = Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<LoggedConnection> OpenedAsync(ConnectionStart start)
    {
        var connection = new LoggedConnection(start);
        _open[connection] = 0;
        await WriteAsync(new LogEntry(connection, null)).ConfigureAwait(false);
        return connection;
    }

    /// <inheritdoc/>
    public async ValueTask ClosedAsync(LoggedConnection connection, ConnectionEnd end)
    {
        if (_open.TryRemove(connection, out _)) await WriteAsync(new LogEntry(connection, end)).ConfigureAwait(false);
    }

    /// <summary>Closes what an earlier run of this node left open, then starts writing.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var closed = await store.CloseLeftOpenAsync(new ConnectionEnd(true, ConnectionEnd.PlatformStopped, clock.GetCurrentInstant()), cancellationToken)
            .ConfigureAwait(false);
        if (closed.Count > 0)
        {
            logger.LogInformation("Closed {Count} connections that an earlier run left open", closed.Count);
            Tell(closed);
        }

        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Closes what is still open and writes everything down, as far as the time for stopping allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var end = new ConnectionEnd(true, ConnectionEnd.PlatformStopped, clock.GetCurrentInstant());
        foreach (var (connection, _) in _open) await ClosedAsync(connection, end).ConfigureAwait(false);
        _queue.Writer.TryComplete();
        using var outOfTime = cancellationToken.Register(_abandoned.Cancel);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _abandoned.Dispose();

    private async ValueTask WriteAsync(LogEntry entry)
    {
        position.Begin();
        if (_queue.Writer.TryWrite(entry)) return;
        try
        {
            await _queue.Writer.WriteAsync(entry).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The platform has stopped; the next start closes what was left open.
            position.Settle(1);
        }
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<LogEntry>(MostPerTransaction);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MostPerTransaction && _queue.Reader.TryRead(out var entry)) batch.Add(entry);
            if (!await TryCommitAsync(batch).ConfigureAwait(false)) return;
            Tell([.. batch.Select(x => x.ToChange())]);
            position.Settle(batch.Count);
            batch.Clear();
        }
    }

    private async Task<bool> TryCommitAsync(List<LogEntry> batch)
    {
        while (true)
        {
            try
            {
                await store.WriteAsync(batch, _abandoned.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception failed)
            {
                if (_abandoned.IsCancellationRequested) return false;
                logger.LogWarning(failed, "The connection log could not be written; {Count} entries are tried again", batch.Count);
                await Task.Delay(RetryPause, _abandoned.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(IReadOnlyList<ConnectionChange> changes)
    {
        foreach (var observer in _observers) observer.OnCommitted(changes);
    }
}

/// <summary>Something to write down: a connection began (no end) or ended.</summary>
internal sealed record LogEntry(LoggedConnection Connection, ConnectionEnd? End)
{
    public Instant At => End?.At ?? Connection.Start.At;

    /// <summary>Its place in the log; 0 until it is written.</summary>
    public long Position { get; set; }

    public ConnectionChange ToChange() => new(Connection.Start.Device, Connection.Epoch, Position, At, End);
}

using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// Starts and stops the telemetry path in the right order. Register it after what makes the schema and before what takes in messages:
/// hosted services stop in reverse order, so the listeners are closed when the queue is drained.
/// </summary>
public sealed class TelemetryHost(
    IngestBuffer queue,
    TelemetryWriter writer,
    LatestValues latest,
    TelemetryFeed feed,
    TelemetryMaintenance maintenance,
    DayPartitions partitions,
    HourPacking packing,
    IClock clock,
    TelemetryOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<TelemetryHost> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _background = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _writing = Task.CompletedTask;
    private Task _others = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await partitions.EnsureAheadAsync(clock.GetCurrentInstant(), cancellationToken);
        await packing.BeginAsync(clock.GetCurrentInstant(), cancellationToken);
        await latest.RollForwardAsync(cancellationToken);
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        _others = Task.WhenAll(
            Task.Run(() => feed.RunAsync(_background.Token), CancellationToken.None),
            Task.Run(() => maintenance.RunAsync(_background.Token), CancellationToken.None),
            Task.Run(() => FlushAsync(_background.Token), CancellationToken.None));
    }

    /// <summary>Commits what is queued and stores the latest values; what can't be committed before the cancellation is refused.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        // First the consumers: one that hangs must not hold up the writer. They get the rest from the log after the next start.
        await _background.CancelAsync();
        await _others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Close();
        await using (cancellation.Register(_giveUp.Cancel)) await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested) await TryFlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DrainAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _background.Dispose();
        _giveUp.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await writer.RunAsync(_giveUp.Token);
        }
        catch (Exception e) when (!_giveUp.IsCancellationRequested)
        {
            // Without its writer the platform would take in nothing and look healthy.
            log.LogCritical(e, "The telemetry writer has failed; the platform stops");
            lifetime.StopApplication();
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.LatestFlushInterval);
        while (await timer.WaitForNextTickAsync(cancellation)) await TryFlushAsync(cancellation);
    }

    private async Task TryFlushAsync(CancellationToken cancellation)
    {
        try
        {
            await latest.FlushAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning(e, "The latest values can't be stored; trying again in {Interval}", options.LatestFlushInterval);
        }
    }
}

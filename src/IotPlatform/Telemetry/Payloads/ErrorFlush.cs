using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Stores the errors of devices once a second, so that a flood of them costs each device one update of its row. What a crash takes is a
/// second of counts.
/// </summary>
public sealed class ErrorFlush(ErrorTally tally, ErrorStore store, ILogger<ErrorFlush> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Stores what waits; it waits on if that fails.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var errors = tally.Take();
        if (errors.Count == 0) return;
        try
        {
            await store.AddAsync(errors, cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            foreach (var (device, counts) in errors) tally.Add(device, counts);
            log.LogWarning(fault, "The errors of devices cannot be stored now; trying again in {Interval}", Interval);
        }
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
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is stored with the stop.
        }
    }
}

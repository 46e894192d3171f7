using Npgsql;

namespace IotPlatform.Platform;

/// <summary>Removes kept answers when their day is over.</summary>
public sealed class IdempotencyPruning(IdempotentAnswers answers, TimeProvider time, ILogger<IdempotencyPruning> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await answers.PruneAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                log.LogWarning(fault, "Kept answers cannot be removed now; trying again in {Interval}", Interval);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }
}

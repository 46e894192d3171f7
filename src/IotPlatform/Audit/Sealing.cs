using Npgsql;

namespace IotPlatform.Audit;

/// <summary>
/// Seals at intervals, and makes each seal known where the database does not reach: in the log, and over HTTP if that is set.
/// </summary>
public sealed class Sealing(
    Sealer sealer, SealPublisher publisher, AuditSettings settings, TimeProvider time, ILogger<Sealing> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.SealEvery, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                var seals = await sealer.SealAsync(stoppingToken);
                foreach (var seal in seals)
                    log.LogInformation(
                        "Seal {Number} of {Customer}, {Events} events: {Hash}", seal.Number, seal.Customer, seal.Events, seal.Digest());
                await publisher.PublishAsync(seals, stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                log.LogWarning(fault, "Events cannot be sealed now; trying again in {Interval}", settings.SealEvery);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }
}

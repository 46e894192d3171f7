using JasperFx;
using JasperFx.Events.Daemon;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace IotPlatform.Platform;

/// <summary>
/// Starts shards of the daemon anew that the loss of the database has paused, for left to itself the daemon takes minutes, or that an event
/// has stopped, once that is in quarantine.
/// </summary>
public sealed class ShardRevival(IWolverineRuntime runtime, Quarantine quarantine, TimeProvider time, ILogger<ShardRevival> log) : BackgroundService
{
    private const string Scheme = "event-subscriptions";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<Uri> _paused = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // One that could not be started is not among the agents any more.
                _paused.UnionWith(runtime.Agents.AllRunningAgentUris().Where(IsPaused));
                foreach (var shard in _paused.ToList()) await ReviveAsync(shard, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The platform stops.
        }
    }

    private async Task ReviveAsync(Uri shard, CancellationToken cancellation)
    {
        try
        {
            if (FailureOf(shard) is { } failure) await quarantine.TakeAsync(failure, cancellation);
            // One that is paused counts as started.
            await runtime.Agents.StopLocallyAsync(shard);
            await runtime.Agents.StartLocallyAsync(shard);
            _paused.Remove(shard);
            log.LogWarning("{Shard} goes on after an interruption", NameOf(shard));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "{Shard} cannot go on yet; trying again in {Interval}", NameOf(shard), Interval);
        }
    }

    private bool IsPaused(Uri shard) => shard.Scheme == Scheme && Find(shard) is { Status: AgentStatus.Paused };

    private ShardFailure? FailureOf(Uri shard) => Find(shard)?.Failure;

    private IEventSubscriptionAgent? Find(Uri shard) =>
        runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(shard, out var agent) ? agent : null;

    private static string NameOf(Uri shard) => shard.Segments[^2].Trim('/');
}

using JasperFx;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace IotPlatform.Platform;

/// <summary>
/// Keeps the daemon's shards running on the node that has the role: starts them anew when the loss of the database has paused them, for
/// left to itself the daemon takes minutes, or when an event has stopped them, once that is in quarantine; stops those that an operator has
/// paused. On a node without the role none runs.
/// </summary>
public sealed class ShardKeeper(
    IWolverineRuntime runtime, ProjectionRole role, ProjectionPauses pauses, Quarantine quarantine, Freshness freshness, TimeProvider time,
    ILogger<ShardKeeper> log) : BackgroundService
{
    private const string Scheme = "event-subscriptions";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<Uri> _shards = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // The framework starts all shards with the node.
                if (await role.IsHeldAsync(stoppingToken)) await StopAllAsync();
                await role.HoldAsync(KeepAsync, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                log.LogWarning(fault, "Projections cannot be looked after; trying again in {Interval}", Interval);
            }
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await LookAsync(cancellation);
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            // The platform stops, or has lost the role with its session. What still runs then is refused by whoever has it next.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        Discover();
        try
        {
            var paused = await pauses.ListAsync(cancellation);
            freshness.Pause(paused.ContainsKey(ReadModels.Name));
            foreach (var shard in _shards.ToList())
            {
                if (paused.ContainsKey(NameOf(shard))) await StopAsync(shard);
                else await KeepAsync(shard, cancellation);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "Projections cannot be looked after; trying again in {Interval}", Interval);
        }
    }

    private async Task KeepAsync(Uri shard, CancellationToken cancellation)
    {
        var agent = Find(shard);
        if (agent is { Status: not AgentStatus.Paused }) return;
        try
        {
            if (agent?.Failure is { } failure) await quarantine.TakeAsync(NameOf(shard), failure, cancellation);
            // One that is paused counts as started.
            await runtime.Agents.StopLocallyAsync(shard);
            await runtime.Agents.StartLocallyAsync(shard);
            log.LogWarning("{Shard} goes on", NameOf(shard));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "{Shard} cannot go on yet; trying again in {Interval}", NameOf(shard), Interval);
        }
    }

    private async Task StopAllAsync()
    {
        Discover();
        foreach (var shard in _shards) await StopAsync(shard);
    }

    private async Task StopAsync(Uri shard)
    {
        if (Find(shard) is null) return;
        await runtime.Agents.StopLocallyAsync(shard);
        log.LogInformation("{Shard} stands still on this node", NameOf(shard));
    }

    // One that is stopped, or could not be started, is not among the agents any more.
    private void Discover() => _shards.UnionWith(runtime.Agents.AllRunningAgentUris().Where(shard => shard.Scheme == Scheme));

    private IEventSubscriptionAgent? Find(Uri shard) =>
        runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(shard, out var agent) ? agent : null;

    private static string NameOf(Uri shard) => shard.Segments[^2].Trim('/');
}

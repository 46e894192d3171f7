using IotPlatform.Connectivity;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>What happened to a device beside what it sent: a <see cref="Coverage"/> or an observation.</summary>
public readonly record struct Happening(Instant At, object What)
{
    /// <summary>All of it in order. What was so at the begin happens then; sessions from before are known by then.</summary>
    public static IEnumerable<Happening> InOrder(
        Instant from, Instant to, IEnumerable<Coverage> coverage, IEnumerable<PlatformOutage> outages, IEnumerable<ConnectionChange> connections)
    {
        var covered = coverage.Select(change => new Happening(Instant.Max(change.At, from), change));
        // As evaluation is told of it: when it has dealt with what came before the outage, and not with what came to an end by it.
        var resumed = outages.Select(
            outage => new Happening(Instant.Max(outage.From, from), new PlatformResumed(outage.From, outage.Until, outage.Grace)));
        var sessions = connections.Select(SessionOf).ToLookup(session => session.At < from);
        // Sorting is stable: at one moment the device is covered first.
        var during = covered.Concat(resumed).Concat(sessions[false])
            .OrderBy(happening => happening.At).TakeWhile(happening => happening.At < to);
        return sessions[true].Concat(during);
    }

    private static Happening SessionOf(ConnectionChange change) => new(
        change.At,
        change.IsConnected
            ? new SessionBegan(change.At, change.Epoch, change.Position)
            : new SessionEnded(change.At, change.Epoch, change.Position, change.End!.IsTakenOver ? SessionEnded.TakeOver : Duration.Zero));
}

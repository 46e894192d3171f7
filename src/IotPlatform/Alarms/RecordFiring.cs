using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>
/// Makes verdicts true: opens, counts up or resolves the alarm of a rule and a device, and runs the rule's other actions, all in one
/// transaction. A verdict that comes twice, after a crash or from two nodes, changes nothing the second time: the ledger keeps each one's
/// place, and the alarm's id follows from it.
/// </summary>
public sealed class RecordFiring(IDocumentStore store, IClock clock)
{
    private const int MaxAttempts = 5;

    /// <summary>The condition is met: opens an alarm, or counts up the one that is open; the rule's other actions run once.</summary>
    public Task TriggerAsync(Firing firing, CancellationToken cancellation) => OnceAsync(new(FiringStep.Trigger, firing), cancellation);

    /// <summary>
    /// The condition has cleared and the rule resolves by itself: closes the open alarm, if there is one, and ends the mark.
    /// </summary>
    public Task ResolveAsync(Firing firing, CancellationToken cancellation) => OnceAsync(new(FiringStep.Resolve, firing), cancellation);

    /// <summary>The condition has cleared, and no alarm is to be closed: ends the mark, if there is one.</summary>
    public Task ClearAsync(Firing firing, CancellationToken cancellation) => OnceAsync(new(FiringStep.Clear, firing), cancellation);

    /// <summary>
    /// Many verdicts in few transactions: those of each customer in one, and of several about one rule and device each in the next. Where
    /// one of them spoils a transaction each has one of its own; the faults of those that fail by themselves are thrown in the end.
    /// </summary>
    public async Task RecordAsync(IReadOnlyList<FiringVerdict> verdicts, CancellationToken cancellation)
    {
        foreach (var batch in Batches(verdicts))
        {
            try
            {
                await TryOnceAsync(batch, cancellation);
            }
            catch (Exception fault) when (IsRefused(fault))
            {
                await OneByOneAsync(batch, cancellation);
            }
        }
    }

    private static IEnumerable<FiringVerdict[]> Batches(IReadOnlyList<FiringVerdict> verdicts) => verdicts
        .GroupBy(verdict => (verdict.Firing.Customer, verdict.Firing.RuleId, verdict.Firing.DeviceId))
        .SelectMany(pair => pair.Select((verdict, turn) => (verdict, turn)))
        .GroupBy(next => (next.turn, next.verdict.Firing.Customer), next => next.verdict)
        .OrderBy(batch => batch.Key.turn).Select(batch => batch.ToArray());

    private async Task OneByOneAsync(FiringVerdict[] verdicts, CancellationToken cancellation)
    {
        List<Exception> faults = [];
        foreach (var verdict in verdicts)
        {
            try
            {
                await OnceAsync(verdict, cancellation);
            }
            catch (Exception fault) when (IsRefused(fault))
            {
                faults.Add(fault);
            }
        }
        if (faults.Count > 0) throw new AggregateException(faults);
    }

    private async Task OnceAsync(FiringVerdict verdict, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryOnceAsync([verdict], cancellation);
                return;
            }
            catch (Exception fault) when (attempt < MaxAttempts && (Races.IsLost(fault) || OpenAlarms.IsDuplicate(fault)))
            {
                // Somebody else changed the alarm in the same instant; what is right depends on what they did.
            }
        }
    }

    private async Task TryOnceAsync(FiringVerdict[] verdicts, CancellationToken cancellation)
    {
        var first = verdicts[0].Firing;
        await using var session = Sessions.Open(store, Caller.System(first.Customer), $"{first.RuleId}@{first.Position}");
        var scenes = await FiringLedger.EnterAsync(session, [.. verdicts.Select(verdict => verdict.Firing)], cancellation);
        if (scenes.Count == 0) return;
        var now = clock.GetCurrentInstant();
        foreach (var verdict in verdicts)
        {
            if (!scenes.TryGetValue((verdict.Firing.RuleId, verdict.Firing.DeviceId), out var scene)) continue;
            foreach (var effect in FiringEffects.Of(verdict, scene, now)) Append(session, effect);
            verdict.Firing.Also?.Invoke(session);
        }
        await session.SaveChangesAsync(cancellation);
    }

    private static void Append(IDocumentSession session, FiringEffect effect)
    {
        if (effect.Version > 1) session.Events.Append(effect.Stream, effect.Version, effect.Fact);
        else if (effect.Fact is AlarmTriggered) session.Events.StartStream<Alarm>(effect.Stream, effect.Fact);
        else session.Events.StartStream<UnhealthyMark>(effect.Stream, effect.Fact);
    }

    // The database has answered, so the next transaction may fare better; without a database none does.
    private static bool IsRefused(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
            if (cause is PostgresException || Races.IsLost(cause)) return true;
        return false;
    }
}

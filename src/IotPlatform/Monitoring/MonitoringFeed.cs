using IotPlatform.Datapoints;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Rules;
using Marten;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Tells evaluation of each committed change of rules, devices, profiles, datapoints and alarms before the command answers, so that the
/// next sample meets it; what is remembered follows in the evaluator's own order.
/// </summary>
public sealed class MonitoringFeed(
    IDocumentStore documents, DeviceRoll roll, RuleBook rules, Roster roster, ReportingIntervals intervals, OpenAlarmIndex openAlarms,
    Evaluation evaluation, EvaluationStore store, Evaluator evaluator, DatabaseRetry retry, IClock clock)
{
    private static readonly IReadOnlyDictionary<string, DeviceContact> NoContacts = new Dictionary<string, DeviceContact>();

    /// <summary>Follows one committed transaction.</summary>
    public async ValueTask FollowAsync(CommittedEvents committed)
    {
        var now = clock.GetCurrentInstant();
        foreach (var (subject, isOpen) in openAlarms.Take(committed)) Post(() => evaluation.Note(subject, isOpen, now));
        if (intervals.Take(committed) is { Count: > 0 } profiles) Post(() => evaluation.Follow(committed.Customer, profiles));
        foreach (var change in await SurelyAsync(() => roster.TakeAsync(committed))) Post(change);
        if (committed.Events.Any(e => Datapoint.EventTypes.Contains(e.EventType))) rules.LearnUnits(committed.Customer);
        foreach (var change in await FollowRulesAsync(committed)) Post(change, now);
    }

    private async ValueTask<IReadOnlyList<RuleChange>> FollowRulesAsync(CommittedEvents committed)
    {
        List<RuleChange> changes = [];
        foreach (var id in committed.Events.Where(e => AlarmRule.EventTypes.Contains(e.EventType)).Select(e => e.StreamKey!).Distinct())
        {
            var rule = await SurelyAsync(() => ReadAsync(committed.Customer, id));
            changes.Add(rule is null ? rules.Remove(committed.Customer, id) : rules.Put(committed.Customer, rule));
        }
        return changes;
    }

    private async ValueTask<AlarmRule?> ReadAsync(string customer, string ruleId)
    {
        await roster.LoadAsync(customer);
        await using var session = documents.LightweightSession(customer);
        return await session.Events.FetchLatest<AlarmRule>(ruleId);
    }

    // What is committed must be learnt, whatever becomes of the database meanwhile.
    private async ValueTask<T> SurelyAsync<T>(Func<ValueTask<T>> read)
    {
        T learnt = default!;
        await retry.UntilDoneAsync(async () => learnt = await read(), CancellationToken.None);
        return learnt;
    }

    private void Post(Action change) => evaluator.Post(_ =>
    {
        change();
        return ValueTask.CompletedTask;
    });

    private void Post(RuleChange change, Instant now) => evaluator.Post(async stopping =>
    {
        var begins = change is { IsAnew: true, After.Condition.WatchesSilence: true };
        // A watch begins when the rule says, not when that is heard of: so a backtest begins it at the same moment.
        var at = change.After?.Source.UpdatedAt ?? now;
        evaluation.Follow(change, begins ? await ContactsAsync(change.Customer, null, stopping) : NoContacts, at);
        if (change.IsAnew) store.Hurry();
    });

    private void Post(DeviceChange change) => evaluator.Post(async stopping =>
    {
        var (customer, id) = (change.Device.Customer, change.Device.Id);
        var isWatched = rules.Of(customer).Any(rule => rule.Condition.WatchesSilence);
        evaluation.Follow(change, isWatched ? (await ContactsAsync(customer, id, stopping)).GetValueOrDefault(id) : null);
        if (change.IsAnew) store.Hurry();
    });

    private async ValueTask<IReadOnlyDictionary<string, DeviceContact>> ContactsAsync(
        string customer, string? id, CancellationToken cancellation)
    {
        var contacts = NoContacts;
        await retry.UntilDoneAsync(async () => contacts = await roll.ReadContactsAsync(customer, id, cancellation), cancellation);
        return contacts;
    }
}

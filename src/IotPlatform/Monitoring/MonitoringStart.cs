using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.Rules;
using Marten;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Brings monitoring to where it stood, before the first request or connection is taken and before telemetry is handed over: rules, open
/// alarms, states and deadlines. From then on the commit feed keeps all of it true.
/// </summary>
public sealed class MonitoringStart(
    IDocumentStore store, AccountStore accounts, Freshness freshness, CommitFeed feed, RuleBook rules, MonitoredDevices devices,
    OpenAlarmIndex openAlarms, RuleStates states, Deadlines deadlines, Evaluation evaluation, Evaluator evaluator, IClock clock) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var customer in await accounts.ListCustomersAsync(cancellationToken)) await LoadAsync(customer.Id, cancellationToken);
        await states.LoadAsync(cancellationToken);
        evaluation.RestoreDeadlines();
        feed.Subscribe(FollowAsync);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync(string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, cancellation);
        await using var session = store.QuerySession(customer);
        foreach (var rule in await session.Query<AlarmRule>().ToListAsync(cancellation)) rules.Put(customer, rule);
        foreach (var alarm in await session.Query<OpenAlarm>().ToListAsync(cancellation)) openAlarms.Load(customer, alarm);
    }

    private async ValueTask FollowAsync(CommittedEvents committed)
    {
        var changedRules = await FollowRulesAsync(committed);
        var restarted = devices.Take(committed);
        var transitions = openAlarms.Take(committed);
        if (changedRules.Count + restarted.Count + transitions.Count == 0) return;
        var now = clock.GetCurrentInstant();
        evaluator.Post(() =>
        {
            foreach (var (whose, isOpen) in transitions) evaluation.Note(whose, isOpen, now);
            if (changedRules.Count + restarted.Count > 0)
                Forget(whose => whose.Customer == committed.Customer && (changedRules.Contains(whose.RuleId) || restarted.Contains(whose.DeviceId)));
        });
    }

    private async ValueTask<IReadOnlyCollection<string>> FollowRulesAsync(CommittedEvents committed)
    {
        var changed = committed.Events.Where(e => AlarmRule.EventTypes.Contains(e.Data.GetType())).Select(e => e.StreamKey!).ToHashSet();
        foreach (var id in changed)
        {
            await using var session = store.LightweightSession(committed.Customer);
            if (await session.Events.FetchLatest<AlarmRule>(id) is { } rule) rules.Put(committed.Customer, rule);
            else rules.Remove(committed.Customer, id);
        }
        return changed;
    }

    private void Forget(Func<RuleOnDevice, bool> match)
    {
        foreach (var whose in states.All.Keys.Where(match)) deadlines.Set(whose, null);
        states.Drop(match);
    }
}

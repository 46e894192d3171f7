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
        feed.Subscribe(Follow);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync(string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, ReadModelShard.Of<AlarmRule>().Name, cancellation);
        await using var session = store.QuerySession(customer);
        foreach (var rule in await session.Query<AlarmRule>().ToListAsync(cancellation)) rules.Load(customer, rule);
        foreach (var alarm in await session.Query<OpenAlarm>().ToListAsync(cancellation)) openAlarms.Load(customer, alarm);
    }

    private void Follow(CommittedEvents committed)
    {
        var changedRules = rules.Take(committed);
        var restarted = devices.Take(committed);
        var transitions = openAlarms.Take(committed);
        if (changedRules.Count + restarted.Count + transitions.Count == 0) return;
        var now = clock.GetCurrentInstant();
        evaluator.Post(() =>
        {
            foreach (var (whose, isOpen) in transitions) evaluation.Note(whose, isOpen, now);
            Forget(whose => whose.Customer == committed.Customer && (changedRules.Contains(whose.RuleId) || restarted.Contains(whose.DeviceId)),
                changedRules.Count + restarted.Count > 0);
        });
    }

    private void Forget(Func<RuleOnDevice, bool> match, bool any)
    {
        if (!any) return;
        foreach (var whose in states.All.Keys.Where(match)) deadlines.Set(whose, null);
        states.Drop(match);
    }
}

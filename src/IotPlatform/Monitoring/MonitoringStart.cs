using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Monitoring;

/// <summary>
/// Brings monitoring to where it stood, before the first request or connection is taken and before telemetry is handed over: rules,
/// devices, open alarms, states, deadlines, and the sessions that were not evaluated yet. From then on the commit feed keeps it true.
/// </summary>
public sealed class MonitoringStart(
    IDocumentStore documents, NpgsqlDataSource database, AccountStore accounts, Freshness freshness, CommitFeed feed, DeviceRoll roll,
    RuleBook rules, Roster roster, ReportingIntervals intervals, OpenAlarmIndex openAlarms, RuleStateStore stored, RuleStates states,
    EvaluationStore store, EvaluationClock time, Evaluation evaluation, ConnectionHistory connections,
    PlatformOutages outages, MonitoringGrace grace, MonitoringFeed changes, ConnectivitySettings settings) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.Now;
        var tenure = await Tenure.ClaimAsync(database, Enumerable.Range(0, Partitions.Count), settings.Node, now, cancellationToken);
        Begin(tenure, now);
        feed.Subscribe(changes.FollowAsync);
        var customers = await accounts.ListCustomersAsync(cancellationToken);
        foreach (var customer in customers) await LoadAsync(customer.Id, cancellationToken);
        await RestoreAsync(tenure, cancellationToken);
        var aliveUntil = tenure.Found.Values.Min(found => found.AliveUntil);
        var sessions = await connections.ReadAfterAsync(time.Sessions, cancellationToken).ToListAsync(cancellationToken);
        foreach (var change in sessions.Where(change => change.At < aliveUntil)) evaluation.Take(change);
        foreach (var customer in customers) await WatchAsync(customer.Id, now, cancellationToken);
        await ResumeAsync(aliveUntil, now, cancellationToken);
        // What ended with the platform is known to be over, and not held against the device.
        foreach (var change in sessions.Where(change => change.At >= aliveUntil)) evaluation.Take(change);
        time.Reach(sessions);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Begin(Tenure tenure, Instant now)
    {
        store.Begin(tenure);
        foreach (var (partition, found) in tenure.Found) evaluation.Resume(partition, found);
        time.Begin(tenure.Found.Values.Min(found => found.Telemetry), tenure.Found.Values.Min(found => found.Sessions), now);
    }

    private async Task LoadAsync(string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, cancellation);
        await using var session = documents.QuerySession(customer);
        foreach (var rule in await session.Query<AlarmRule>().ToListAsync(cancellation)) rules.Put(customer, rule);
        foreach (var alarm in await session.Query<OpenAlarm>().ToListAsync(cancellation)) openAlarms.Load(customer, alarm);
        await intervals.LoadAsync(customer, cancellation);
        if (rules.Of(customer).Any()) await roster.LoadAsync(customer);
    }

    private async Task RestoreAsync(Tenure tenure, CancellationToken cancellation)
    {
        foreach (var state in await stored.LoadAsync(tenure.Found.Keys, cancellation))
            if (!evaluation.Restore(state)) states.Discard(state.Customer, state.DeviceId, state.RuleId);
    }

    private async Task WatchAsync(string customer, Instant now, CancellationToken cancellation)
    {
        if (!rules.Of(customer).Any(rule => rule.Condition.WatchesSilence)) return;
        evaluation.WatchSilent(customer, await roll.ReadContactsAsync(customer, null, cancellation), now);
    }

    private async Task ResumeAsync(Instant aliveUntil, Instant now, CancellationToken cancellation)
    {
        if (aliveUntil >= now) return;
        var outage = new PlatformResumed(aliveUntil, now, grace.Length);
        await outages.RecordAsync(new(outage.DownSince, outage.At, outage.Grace), cancellation);
        evaluation.Follow(outage);
    }
}

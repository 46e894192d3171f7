using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using Marten;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>Makes a plan of a request, or says all that is wrong with it.</summary>
public sealed class BacktestPlanning(
    IDocumentStore store, Freshness freshness, IEnumerable<IConsequence> consequences, ITelemetryRetention retention,
    IDatapointCatalog datapoints, IClock clock)
{
    /// <summary>The plan, or the refusal.</summary>
    public async Task<(BacktestPlan? Plan, Problem? Refused)> PlanAsync(RunBacktest command, string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpAsync(customer, cancellation);
        await using var session = store.QuerySession(customer);
        var (faults, now) = (new List<Fault>(), clock.GetCurrentInstant());
        var oldest = now - retention.Of(customer);
        var (from, to) = (Instant.Max(command.From, oldest), Instant.Min(command.To ?? now, now));
        if (command.From >= now) faults.Add(new("from", "must lie in the past"));
        else if (from >= to) faults.Add(new("to", $"lies before what is kept, which begins at {Json.Format(oldest)}"));
        var source = await RuleAsync(session, command, faults, now, cancellation);
        var devices = source is null ? [] : await DevicesAsync(session, source, command.DeviceIds, faults, cancellation);
        var rule = source is null ? null : EngineRule.Of(source);
        if (source is not null && rule is null) faults.Add(new("rule_id", "names a rule that cannot be evaluated"));
        return faults.Count > 0
            ? (null, Problem.Invalid(faults))
            : (new(customer, source!, rule!, from, to, oldest, devices, command.DeviceIds is not null)
            {
                Unit = datapoints.UnitOf(customer, rule!.Condition.Key),
            }, null);
    }

    private async Task<AlarmRule?> RuleAsync(
        IQuerySession session, RunBacktest command, List<Fault> faults, Instant now, CancellationToken cancellation)
    {
        if (command.Rule is null == command.RuleId is null)
        {
            faults.Add(new("rule", "or rule_id is required, and not both"));
            return null;
        }
        if (command.Rule is { Rule: var draft })
        {
            var created = CreateRuleEndpoint.Decide(draft, "", now).Events[0];
            faults.AddRange(await RefusalsAsync(session.TenantId, created, now, cancellation));
            return AlarmRule.Fold(null, created);
        }
        var known = await session.LoadAsync<AlarmRule>(command.RuleId!, cancellation);
        if (known is null) faults.Add(new("rule_id", $"names no rule: '{command.RuleId}'"));
        return known;
    }

    // What refuses to create a rule refuses to try it, too; nothing of it is saved.
    private async Task<IEnumerable<Fault>> RefusalsAsync(string customer, object created, Instant now, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession(customer);
        foreach (var consequence in consequences)
            if (await consequence.FollowAsync(session, [created], now, cancellation) is { } refusal)
                return refusal.Errors.Select(fault => fault with { Field = $"rule.{fault.Field}" });
        return [];
    }

    private static async Task<IReadOnlyList<string>> DevicesAsync(
        IQuerySession session, AlarmRule rule, IReadOnlyList<string>? named, List<Fault> faults, CancellationToken cancellation)
    {
        var devices = session.Query<Device>();
        if (named is null) return await InScope(devices, rule).Select(device => device.DeviceId).ToListAsync(cancellation);
        var known = await devices.Where(device => device.DeviceId.IsOneOf(named.ToArray()))
            .Select(device => device.DeviceId).ToListAsync(cancellation);
        faults.AddRange(named.Except(known).Select(id => new Fault("device_ids", $"names no device: '{id}'")));
        return named;
    }

    private static IQueryable<Device> InScope(IQueryable<Device> devices, AlarmRule rule) => rule.ScopeType switch
    {
        RuleScope.Device => devices.Where(device => device.DeviceId == rule.ScopeDeviceId),
        RuleScope.Group => devices.Where(device => device.GroupIds.Contains(rule.ScopeGroupId!)),
        RuleScope.Profile => devices.Where(device => device.ProfileId == rule.ScopeProfileId),
        _ => devices,
    };
}

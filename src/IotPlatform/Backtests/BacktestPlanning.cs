using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using Marten;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>Makes a plan of a request, or says all that is wrong with it.</summary>
public sealed class BacktestPlanning(IDocumentStore store, Freshness freshness, ITelemetryRetention retention, IClock clock)
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
        if (faults.Count > 0 || source is null) return (null, Problem.Invalid(faults));
        return (new(customer, source, EngineRule.Of(source)!, from, to, oldest, devices, command.DeviceIds is not null), null);
    }

    private static async Task<AlarmRule?> RuleAsync(
        IQuerySession session, RunBacktest command, List<Fault> faults, Instant now, CancellationToken cancellation)
    {
        if (command.Rule is null == (command.RuleId is null)) faults.Add(new("rule", "or rule_id is required, and not both"));
        else if (command.RuleId is { } id)
        {
            var known = await session.LoadAsync<AlarmRule>(id, cancellation);
            if (known is null) faults.Add(new("rule_id", $"names no rule: '{id}'"));
            return known;
        }
        else if (command.Rule is { Rule: var draft })
        {
            if (await MissingAsync(session, draft.Scope, cancellation) is { } missing) faults.Add(missing);
            return CreateRuleEndpoint.Decide(draft, "", now).Events.Aggregate((AlarmRule?)null, AlarmRule.Fold);
        }
        return null;
    }

    private static async Task<Fault?> MissingAsync(IQuerySession session, RuleScope scope, CancellationToken cancellation)
    {
        if (scope.DeviceId is { } device && await session.LoadAsync<Device>(device, cancellation) is null)
            return new("rule.scope_device_id", $"names no device: '{device}'");
        if (scope.GroupId is { } group && await session.LoadAsync<Group>(group, cancellation) is null)
            return new("rule.scope_group_id", $"names no group: '{group}'");
        if (scope.ProfileId is { } profile && await session.LoadAsync<Profile>(profile, cancellation) is null)
            return new("rule.scope_profile_id", $"names no profile: '{profile}'");
        return null;
    }

    private static async Task<IReadOnlyList<string>> DevicesAsync(
        IQuerySession session, AlarmRule rule, IReadOnlyList<string>? named, List<Fault> faults, CancellationToken cancellation)
    {
        var devices = session.Query<Device>();
        if (named is null) return await InScope(devices, rule).Select(device => device.DeviceId).ToListAsync(cancellation);
        var known = await devices.Where(device => device.DeviceId.IsOneOf(named.ToArray())).Select(device => device.DeviceId).ToListAsync(cancellation);
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

using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>The alarms that are open, as the database guarantees them.</summary>
public static class OpenAlarms
{
    /// <summary>The name of the unique index over customer, rule and device.</summary>
    public const string OnePerRuleAndDevice = "mt_doc_openalarm_one_per_rule_and_device";

    internal const string ByDevice = "mt_doc_openalarm_by_device";

    /// <summary>How the open alarms of a device are found.</summary>
    public static readonly SchemaScript Index = new(
        "index of open alarms", $"create index if not exists {ByDevice} on iot.mt_doc_openalarm (tenant_id, (data->>'device_id'));");

    /// <summary>Resolves all open alarms of a device as part of the session's transaction.</summary>
    public static async Task ResolveOfDeviceAsync(
        IDocumentSession session, string deviceId, AlarmResolution resolution, Instant now, CancellationToken cancellation) =>
        await ResolveAsync(
            session, await session.Query<OpenAlarm>().Where(alarm => alarm.DeviceId == deviceId).ToListAsync(cancellation), resolution, now, cancellation);

    /// <summary>Resolves all open alarms of a rule as part of the session's transaction.</summary>
    public static async Task ResolveOfRuleAsync(
        IDocumentSession session, string ruleId, AlarmResolution resolution, Instant now, CancellationToken cancellation) =>
        await ResolveAsync(
            session, await session.Query<OpenAlarm>().Where(alarm => alarm.RuleId == ruleId).ToListAsync(cancellation), resolution, now, cancellation);

    /// <summary>Whether <paramref name="fault"/> says that the rule and device have an open alarm already.</summary>
    public static bool IsDuplicate(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
            if (cause is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: OnePerRuleAndDevice })
                return true;
        return false;
    }

    private static async Task ResolveAsync(
        IDocumentSession session, IReadOnlyList<OpenAlarm> alarms, AlarmResolution resolution, Instant now, CancellationToken cancellation)
    {
        foreach (var alarm in alarms)
        {
            // By the version at which it is open, so that a transition that comes first is seen and the command tries again.
            var stream = await session.Events.FetchForWriting<OpenAlarm>(alarm.Id, cancellation);
            if (stream.Aggregate is { } open)
                stream.AppendOne(new AlarmResolved(open.Id, open.Severity, open.Status, resolution, null, Caller.PlatformActor, now));
        }
    }
}

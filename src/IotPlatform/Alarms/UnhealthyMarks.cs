using System.Linq.Expressions;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>The marks that stand, and their end by other causes than the condition's clearing.</summary>
public static class UnhealthyMarks
{
    private const string Table = "mt_doc_unhealthymark";
    private const string ByDevice = $"{Table}_by_device", ByRule = $"{Table}_by_rule";

    /// <summary>How marks are found, beside their key.</summary>
    public static readonly SchemaScript Indexes = new("indexes of marks", $"""
        create index if not exists {ByDevice} on iot.{Table} (tenant_id, (data->>'device_id'));
        create index if not exists {ByRule} on iot.{Table} (tenant_id, (data->>'rule_id'));
        """);

    /// <summary>Keeps the store's own schema update from dropping the indexes.</summary>
    public static void IgnoreIndexes(StoreOptions options) => options.Schema.For<UnhealthyMark>().IgnoreIndex(ByDevice).IgnoreIndex(ByRule);

    /// <summary>The marks of a device.</summary>
    public static Task<IReadOnlyList<UnhealthyMark>> OfDeviceAsync(
        IQuerySession session, string deviceId, CancellationToken cancellation) =>
        FindAsync(session, mark => mark.DeviceId == deviceId, cancellation);

    /// <summary>The marks of several devices.</summary>
    public static Task<IReadOnlyList<UnhealthyMark>> OfDevicesAsync(
        IQuerySession session, string[] deviceIds, CancellationToken cancellation) =>
        FindAsync(session, mark => mark.DeviceId.IsOneOf(deviceIds), cancellation);

    /// <summary>Ends all marks by a rule as part of the session's transaction.</summary>
    public static async Task EndOfRuleAsync(IDocumentSession session, string ruleId, Instant now, CancellationToken cancellation) =>
        await EndAsync(session, await FindAsync(session, mark => mark.RuleId == ruleId, cancellation), now, cancellation);

    /// <summary>Ends all marks of a device as part of the session's transaction.</summary>
    public static async Task EndOfDeviceAsync(IDocumentSession session, string deviceId, Instant now, CancellationToken cancellation) =>
        await EndAsync(session, await OfDeviceAsync(session, deviceId, cancellation), now, cancellation);

    /// <summary>Ends these marks as part of the session's transaction.</summary>
    public static async Task EndAsync(
        IDocumentSession session, IReadOnlyCollection<UnhealthyMark> marks, Instant now, CancellationToken cancellation)
    {
        if (marks.Count == 0) return;
        // What was found may have ended meanwhile; what is locked stays as it is.
        foreach (var mark in (await LockedStreams.TakeAsync<UnhealthyMark>(session, [.. marks.Select(mark => mark.Id)], cancellation)).Values)
            session.Events.Append(mark.Id, mark.Version + 1, new RuleCleared(mark.Id, now));
    }

    private static async Task<IReadOnlyList<UnhealthyMark>> FindAsync(
        IQuerySession session, Expression<Func<UnhealthyMark, bool>> match, CancellationToken cancellation) =>
        await session.Query<UnhealthyMark>().Where(match).ToListAsync(cancellation);
}

using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Reads the members that policy requests share, and checks them.</summary>
public static class PolicyMembers
{
    /// <summary>What of an alarm a policy may tell.</summary>
    public static IReadOnlyList<string> EventTypes { get; } = ["triggered", "acknowledged", "resolved"];

    private const int MaxChannels = 50;
    private const int MaxIdLength = 128;
    private const int MaxWaitSeconds = NodaConstants.SecondsPerHour;
    private const int MaxIntervalSeconds = NodaConstants.SecondsPerDay;
    private const int MaxPatienceSeconds = NodaConstants.SecondsPerWeek;
    private const int StandardWaitSeconds = 30;
    private const int StandardIntervalSeconds = 300;

    /// <summary>
    /// What is said of the terms: absence leaves a member as it is in <paramref name="current"/>, null too unless it can be without value.
    /// </summary>
    public static PolicyTerms Read(Body body, string name, IReadOnlyList<string> channelIds, PolicyTerms current)
    {
        var terms = current with
        {
            Name = name,
            Description = body.OptionalText("description", 1000).Or(current.Description),
            SeverityFilter = body.OptionalChoices<Severity>("severity_filter", minCount: 1) ?? current.SeverityFilter,
            EventTypes = body.IsNull("event_types") ? current.EventTypes : body.Choices("event_types", EventTypes, minCount: 1).Or(current.EventTypes),
            ChannelIds = channelIds,
            CooldownSeconds = RuleMembers.Cooldown(body) ?? current.CooldownSeconds,
            RepeatIntervalSeconds = body.NullableWhole("repeat_interval_seconds", 1, MaxPatienceSeconds).Or(current.RepeatIntervalSeconds),
        };
        return ReadEscalation(body, ReadGrouping(body, terms));
    }

    /// <summary>The channels to send on, which a policy cannot be without.</summary>
    public static IReadOnlyList<string> ChannelIds(Body body) =>
        [.. body.RequiredTexts("channel_ids", MaxChannels, 1, MaxIdLength).Distinct()];

    /// <summary>Ids, each once; null where all are meant.</summary>
    public static IReadOnlyList<string>? Ids(Body body, string name, int maxCount) =>
        body.IsNull(name) || !body.Has(name) ? null : [.. body.RequiredTexts(name, maxCount, 1, MaxIdLength).Distinct()];

    private static PolicyTerms ReadGrouping(Body body, PolicyTerms current)
    {
        var by = body.Has("group_by") ? body.OptionalChoice<PolicyGrouping>("group_by") : current.GroupBy;
        var wait = body.NullableWhole("group_wait_seconds", 0, MaxWaitSeconds);
        var interval = body.NullableWhole("group_interval_seconds", 0, MaxIntervalSeconds);
        if (by is not null || body.IsFaulty("group_by"))
        {
            return current with
            {
                GroupBy = by,
                GroupWaitSeconds = Of(wait, current.GroupBy, current.GroupWaitSeconds, StandardWaitSeconds),
                GroupIntervalSeconds = Of(interval, current.GroupBy, current.GroupIntervalSeconds, StandardIntervalSeconds),
            };
        }
        if (wait.Value > 0) body.AddFault("group_wait_seconds", "goes only with group_by");
        if (interval.Value > 0) body.AddFault("group_interval_seconds", "goes only with group_by");
        return current with { GroupBy = null, GroupWaitSeconds = 0, GroupIntervalSeconds = 0 };
    }

    // Whoever begins to group gets the standard, whoever goes on grouping keeps what there is.
    private static int Of(Field<int?> sent, PolicyGrouping? before, int current, int standard) =>
        sent.Value ?? (sent.IsPresent || before is null ? standard : current);

    private static PolicyTerms ReadEscalation(Body body, PolicyTerms current)
    {
        var after = body.NullableWhole("escalate_after_seconds", 1, MaxPatienceSeconds).Or(current.EscalateAfterSeconds);
        var sent = body.NullableTexts("escalation_channel_ids", MaxChannels, 1, MaxIdLength);
        IReadOnlyList<string> channels = sent.IsPresent ? [.. (sent.Value ?? []).Distinct()] : current.EscalationChannelIds;
        var hasChannels = channels is { Count: > 0 };
        if (after is null && hasChannels && !body.IsFaulty("escalate_after_seconds"))
            body.AddFault("escalate_after_seconds", "is required with escalation_channel_ids; send null for both to escalate no more");
        if (after is not null && !hasChannels && !body.IsFaulty("escalation_channel_ids"))
            body.AddFault("escalation_channel_ids", "is required with escalate_after_seconds; send null for both to escalate no more");
        return current with { EscalateAfterSeconds = after, EscalationChannelIds = channels };
    }
}

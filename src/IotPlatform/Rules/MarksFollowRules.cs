using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>
/// A device is marked as unhealthy by a rule that watches it: with the watch, or with the rule's wish to mark, ends the mark.
/// </summary>
public sealed class MarksFollowRules : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var rule in events.Select(RuleThatMarksNoMore).OfType<string>().Distinct())
            await UnhealthyMarks.EndOfRuleAsync(session, rule, now, cancellation);
        var unwatched = events.Select(UnwatchedDevice).OfType<string>().ToHashSet();
        foreach (var device in unwatched) await UnhealthyMarks.EndOfDeviceAsync(session, device, now, cancellation);
        var moves = events.Select(MoveOf).OfType<Move>().Where(move => !unwatched.Contains(move.DeviceId)).ToLookup(move => move.DeviceId);
        if (moves.Count > 0) await EndOutOfScopeAsync(session, moves, now, cancellation);
        return null;
    }

    private static string? RuleThatMarksNoMore(object fact) => fact switch
    {
        RuleDeleted e => e.Id,
        RuleDisabled e => e.Id,
        RuleRevised e when !e.Actions.Contains(UnhealthyMark.Action) => e.Id,
        _ => null,
    };

    private static string? UnwatchedDevice(object fact) => fact switch
    {
        DeviceDeactivated e => e.Id,
        DeviceDeleted e => e.Id,
        _ => null,
    };

    private static Move? MoveOf(object fact) => fact switch
    {
        DeviceLeftGroup e => new(e.Id, rule => rule.ScopeGroupId == e.GroupId),
        DeviceUnprofiled e => new(e.Id, rule => rule.ScopeProfileId == e.ProfileId),
        DeviceProfiled e => new(e.Id, rule => rule.ScopeProfileId is { } profile && profile != e.ProfileId),
        _ => null,
    };

    private static async Task EndOutOfScopeAsync(
        IDocumentSession session, ILookup<string, Move> moves, Instant now, CancellationToken cancellation)
    {
        List<UnhealthyMark> ended = [];
        foreach (var mark in await UnhealthyMarks.OfDevicesAsync(session, [.. moves.Select(device => device.Key)], cancellation))
        {
            // A rule's scope is for life, so it does not matter how new this state of it is.
            var rule = await session.Events.FetchLatest<AlarmRule>(mark.RuleId, cancellation);
            if (rule is not null && moves[mark.DeviceId].Any(move => move.Leaves(rule))) ended.Add(mark);
        }
        await UnhealthyMarks.EndAsync(session, ended, now, cancellation);
    }

    private sealed record Move(string DeviceId, Func<AlarmRule, bool> Leaves);
}

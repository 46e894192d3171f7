using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Why a channel is told, or is not.</summary>
public enum RouteReason
{
    /// <summary>At once.</summary>
    Send,

    /// <summary>In one message with others of its group.</summary>
    Collect,

    /// <summary>Not: every policy that asks for it has told the same a short time before.</summary>
    CoolingDown,

    /// <summary>Not: the channel is disabled.</summary>
    ChannelDisabled,

    /// <summary>Not: somebody has asked for silence.</summary>
    Silenced,
}

/// <summary>What an occasion comes to on one channel.</summary>
/// <param name="Policy">The policy that speaks.</param>
/// <param name="Telling">All policies that ask for it and are not cooling down: each counts from here.</param>
/// <param name="Silence">The silence that keeps it back, if one does.</param>
public sealed record Route(
    NotificationChannel Channel, RouteReason Reason, NotificationPolicy Policy, IReadOnlyList<NotificationPolicy> Telling, Silence? Silence);

/// <summary>Finds who is told of an occasion: one message at most to each channel. Pure.</summary>
public static class Routing
{
    /// <summary>The routes of what has happened to an alarm.</summary>
    /// <param name="lastTold">When a policy last told the same of this alarm.</param>
    /// <param name="isEscalated">Whether a policy has told its escalation channels of this alarm.</param>
    public static IReadOnlyList<Route> Of(
        Occasion occasion, NotificationBook book, Func<NotificationPolicy, Instant?> lastTold, Func<NotificationPolicy, bool> isEscalated) =>
        Of(occasion, book, Matching(occasion, book.Policies), lastTold, isEscalated);

    /// <summary>The policies that ask for it.</summary>
    public static IReadOnlyList<NotificationPolicy> Matching(Occasion occasion, IEnumerable<NotificationPolicy> policies) =>
    [
        .. policies.Where(policy =>
            PolicyMatch.Decide(policy, occasion.Kind, occasion.Severity, occasion.RuleId, occasion.Device) is NotifyReason.Notify),
    ];

    private static IReadOnlyList<Route> Of(
        Occasion occasion, NotificationBook book, IReadOnlyList<NotificationPolicy> matching, Func<NotificationPolicy, Instant?> lastTold,
        Func<NotificationPolicy, bool> isEscalated)
    {
        var silence = book.Silences.FirstOrDefault(silence =>
            silence.IsActiveAt(occasion.At) && silence.Matchers.Match(occasion.Severity, occasion.RuleId, occasion.Device));
        return
        [
            .. matching.SelectMany(policy => ChannelsOf(policy, occasion.Kind, isEscalated(policy)), (policy, channel) => (policy, channel))
                .GroupBy(wish => wish.channel, wish => wish.policy)
                .Where(wishes => book.Channels.ContainsKey(wishes.Key))
                .Select(wishes => Decide(book.Channels[wishes.Key], [.. wishes], occasion, lastTold, silence)),
        ];
    }

    private static Route Decide(
        NotificationChannel channel, IReadOnlyList<NotificationPolicy> policies, Occasion occasion, Func<NotificationPolicy, Instant?> lastTold,
        Silence? silence)
    {
        List<NotificationPolicy> telling = [.. policies.Where(policy => !IsCooling(policy, occasion.At, lastTold(policy)))];
        // Who wants it at once gets it at once, whatever others would collect.
        var policy = telling.Find(policy => policy.GroupBy is null) ?? telling.FirstOrDefault() ?? policies[0];
        var reason = telling.Count == 0 ? RouteReason.CoolingDown
            : !channel.IsEnabled ? RouteReason.ChannelDisabled
            : silence is not null ? RouteReason.Silenced
            : policy.GroupBy is not null ? RouteReason.Collect
            : RouteReason.Send;
        return new(channel, reason, policy, telling, reason is RouteReason.Silenced ? silence : null);
    }

    private static bool IsCooling(NotificationPolicy policy, Instant at, Instant? lastTold) =>
        lastTold is { } last && at < last + Duration.FromSeconds(policy.CooldownSeconds);

    // Whoever was told of an alarm is told how it ends.
    private static IEnumerable<string> ChannelsOf(NotificationPolicy policy, NotificationKind kind, bool isEscalated) => kind switch
    {
        NotificationKind.Escalated => policy.EscalationChannelIds,
        NotificationKind.Reminder => isEscalated ? policy.EscalationChannelIds : policy.ChannelIds,
        NotificationKind.Triggered => policy.ChannelIds,
        _ => isEscalated ? policy.ChannelIds.Union(policy.EscalationChannelIds) : policy.ChannelIds,
    };
}

using IotPlatform.Alarms;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What has been told of some alarms before.</summary>
/// <param name="Told">When, by alarm, policy and event.</param>
/// <param name="Escalated">The alarms of which a policy has told its escalation channels.</param>
public sealed record ToldBefore(
    IReadOnlyDictionary<(string Alarm, string Policy, string Event), Instant> Told, IReadOnlySet<(string Alarm, string Policy)> Escalated);

/// <summary>
/// Turns occasions into what is to be sent, recorded and remembered, one after the other. Pure but for the plan that it fills.
/// </summary>
public sealed class NotificationPlanner(NotificationPlan plan, NotificationBook book, ToldBefore before, Instant now)
{
    /// <summary>Plans for what has happened to an alarm.</summary>
    public void Add(Occasion occasion)
    {
        var routes = Routing.Of(
            occasion, book, policy => LastTold(occasion, policy), policy => before.Escalated.Contains((occasion.AlarmId, policy.Id)));
        foreach (var route in routes) Add(occasion, route);
        Follow(occasion);
    }

    /// <summary>Plans the webhooks that a rule itself asks for.</summary>
    public void Add(RuleFired firing, string source, long version)
    {
        if (!firing.Actions.Contains("send_webhook")) return;
        if (firing.WebhookUrl is not null)
        {
            Add(firing, source, version, null);
            return;
        }
        foreach (var channel in book.Enabled(ChannelTypes.Webhook)) Add(firing, source, version, channel);
    }

    private void Add(RuleFired firing, string source, long version, NotificationChannel? channel)
    {
        var lane = channel?.Id ?? $"rule:{firing.RuleId}";
        plan.Deliveries.Add(new(
            DeliveryId.For(source, lane, firing.At), null, channel?.Id, channel?.Name, ChannelTypes.Webhook, lane, firing.AlarmId, firing.DeviceId,
            firing.RuleId, Words.Of(NotificationKind.Triggered), firing.Id, version, null, null, 1, Words.Of(DeliveryStatus.Pending), null, now, now));
    }

    private void Add(Occasion occasion, Route route)
    {
        var happened = Words.Of(occasion.Kind);
        if (route.Reason is RouteReason.Collect) Collect(occasion, route, happened);
        else plan.Deliveries.Add(Planned(occasion, route, happened));
        if (route.Reason is not (RouteReason.Send or RouteReason.Collect)) return;
        foreach (var policy in route.Telling.Where(policy => policy.CooldownSeconds > 0))
            plan.Told[(occasion.AlarmId, policy.Id, happened)] = new(occasion.AlarmId, policy.Id, happened, occasion.At);
    }

    private PlannedDelivery Planned(Occasion occasion, Route route, string happened)
    {
        var (status, error) = route.Reason switch
        {
            RouteReason.CoolingDown => (DeliveryStatus.Suppressed, "The policy has told the same of this alarm less than cooldown_seconds before."),
            RouteReason.ChannelDisabled => (DeliveryStatus.Skipped, "The channel is disabled."),
            RouteReason.Silenced => (DeliveryStatus.Silenced, $"Silence {route.Silence!.Id} was in force."),
            _ => (DeliveryStatus.Pending, (string?)null),
        };
        return new(
            DeliveryId.For(occasion.Source, route.Channel.Id, occasion.At), route.Policy.Id, route.Channel.Id, route.Channel.Name,
            route.Channel.ChannelType, route.Channel.Id, occasion.AlarmId, occasion.Device.DeviceId, occasion.RuleId, happened, occasion.AlarmId,
            occasion.Version, null, null, 1, Words.Of(status), error, now, status is DeliveryStatus.Pending ? now : null);
    }

    private void Collect(Occasion occasion, Route route, string happened) => plan.Collected.Add(new(
        route.Policy.Id, route.Channel.Id, happened, GroupKey.Of(route.Policy, occasion), occasion.AlarmId, occasion.Version,
        occasion.Device.DeviceId, occasion.RuleId, occasion.At, route.Policy.GroupWaitSeconds, route.Policy.GroupIntervalSeconds));

    private Instant? LastTold(Occasion occasion, NotificationPolicy policy)
    {
        var key = (occasion.AlarmId, policy.Id, Words.Of(occasion.Kind));
        if (plan.Told.TryGetValue(key, out var mark)) return mark.At;
        return before.Told.TryGetValue(key, out var at) ? at : null;
    }

    private void Follow(Occasion occasion)
    {
        switch (occasion.Kind)
        {
            case NotificationKind.Triggered:
                foreach (var policy in Routing.Matching(occasion, book.Policies)) Begin(occasion, policy);
                break;
            case NotificationKind.Acknowledged:
                plan.Acknowledged.Add(occasion.AlarmId);
                foreach (var key in Of(occasion.AlarmId))
                    plan.FollowUps[key] = plan.FollowUps[key] with { RemindAt = null, EscalateAt = null };
                break;
            case NotificationKind.Resolved:
                plan.Ended.Add(occasion.AlarmId);
                foreach (var key in Of(occasion.AlarmId)) plan.FollowUps.Remove(key);
                break;
        }
    }

    private void Begin(Occasion occasion, NotificationPolicy policy)
    {
        if (policy is { RepeatIntervalSeconds: null, EscalateAfterSeconds: null }) return;
        plan.FollowUps[(occasion.AlarmId, policy.Id)] = new(
            occasion.AlarmId, policy.Id, After(policy.RepeatIntervalSeconds), After(policy.EscalateAfterSeconds));

        Instant? After(int? seconds) => seconds is { } some ? occasion.At + Duration.FromSeconds(some) : null;
    }

    private List<(string, string)> Of(string alarmId) => [.. plan.FollowUps.Keys.Where(key => key.Alarm == alarmId)];
}

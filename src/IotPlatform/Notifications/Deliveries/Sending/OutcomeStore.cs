using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>
/// Records what became of deliveries: on the delivery, and once that is final on the alarm's timeline, in one transaction. A message of
/// many alarms is told to their timelines afterwards, some at a time.
/// </summary>
public sealed class OutcomeStore(IDocumentStore store, DeliveryMetrics metrics, IClock clock, Random random)
{
    // Each by its key: joined to a set of them, the database may read all that still wait, for every set anew.
    private const string Update = """
        update iot.delivery d set status = r.status, attempts = r.attempts, response_code = r.response_code, error = r.error,
          first_attempt_at = r.first_attempt_at, next_attempt_at = r.next_attempt_at, delivered_at = r.delivered_at
        from jsonb_to_record(?::jsonb) r (status text, attempts integer, response_code integer, error text,
          first_attempt_at timestamptz, next_attempt_at timestamptz, delivered_at timestamptz)
        where d.tenant_id = ? and d.id = ? and d.next_attempt_at is not null
        """;

    private sealed record Row(
        DeliveryStatus Status, int Attempts, int? ResponseCode, string? Error, Instant? FirstAttemptAt, Instant? NextAttemptAt,
        Instant? DeliveredAt);

    /// <summary>Records the attempts of one customer.</summary>
    public async Task RecordAsync(string customer, IReadOnlyList<DeliveryAttempt> attempts, CancellationToken cancellation)
    {
        var made = attempts.Select(attempt => (Attempt: attempt, Result: AttemptResult.Of(attempt, random.NextDouble()))).ToList();
        var results = made.Select(one => (one.Attempt.Delivery, one.Result)).ToList();
        await using var session = Sessions.Open(store, Caller.System(customer), "notifications");
        await DisableAsync(session, [.. results.Where(one => one.Result.DisablesChannel)], cancellation);
        await TellTimelinesAsync(session, [.. results.Where(one => one.Result.IsForTimeline(one.Delivery))], cancellation);
        foreach (var (delivery, result) in results)
            session.QueueSqlCommand(Update, JsonSerializer.Serialize(RowOf(result), Json.Store), customer, delivery.Id);
        await session.SaveChangesAsync(cancellation);
        foreach (var (attempt, result) in made) metrics.Attempted(attempt, result);
    }

    private static Row RowOf(AttemptResult result) => new(
        result.Status, result.Attempts, result.ResponseCode, result.Error, result.FirstAttemptAt, result.NextAttemptAt, result.DeliveredAt);

    private async Task TellTimelinesAsync(
        IDocumentSession session, List<(DueDelivery Delivery, AttemptResult Result)> told, CancellationToken cancellation)
    {
        if (told.Count == 0) return;
        var alarms = await LockedStreams.TakeAsync<Alarm>(
            session, [.. told.Select(made => made.Delivery.AlarmId!).Distinct()], cancellation);
        var now = clock.GetCurrentInstant();
        foreach (var ofAlarm in told.GroupBy(made => made.Delivery.AlarmId!))
        {
            if (!alarms.TryGetValue(ofAlarm.Key, out var alarm)) continue;
            var events = ofAlarm.Select(made => Timeline.EventOf(ofAlarm.Key, made.Result.Applied(made.Delivery), now)).ToList();
            session.Events.Append(alarm.Id, alarm.Version + events.Count, events);
        }
    }

    private async Task DisableAsync(
        IDocumentSession session, List<(DueDelivery Delivery, AttemptResult Result)> gone, CancellationToken cancellation)
    {
        var ids = gone.Select(made => made.Delivery.ChannelId).OfType<string>().Distinct().ToList();
        if (ids.Count == 0) return;
        var channels = await LockedStreams.TakeAsync<NotificationChannel>(session, ids, cancellation);
        var now = clock.GetCurrentInstant();
        foreach (var channel in channels.Values.Where(channel => channel.State.IsEnabled))
            session.Events.Append(channel.Id, channel.Version + 1, new ChannelDisabled(channel.Id, "Its receiver answered 410 Gone.", now));
    }
}

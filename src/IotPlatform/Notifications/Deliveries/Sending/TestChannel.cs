using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>What came of a test.</summary>
/// <param name="DeliveryId">Its record.</param>
/// <param name="Error">Why it failed, and what to do.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record ChannelTest(
    bool Success, string ChannelId, string DeliveryId, DeliveryStatus Status, int? ResponseCode, string? Error, long DurationMs);

/// <summary>
/// POST /v1/iot/notifications/channels/{channel_id}/test: sends a sample message, made and signed like a real one, also over a disabled
/// channel, and waits for the outcome, ten seconds at most.
/// </summary>
public static class TestChannelEndpoint
{
    [WolverinePost("/v1/iot/notifications/channels/{channel_id}/test")]
    [EndpointSummary("Send test notification")]
    [Answers(typeof(ChannelTest))]
    public static async Task<IResult> Post(
        string channel_id, HttpContext http, LastStates states, Senders senders, DeliveryLog log, IClock clock, TimeProvider time)
    {
        var customer = Caller.Of(http).Customer;
        var found = await states.ReadLivingAsync<NotificationChannel>(customer, [channel_id], http.RequestAborted);
        if (found.GetValueOrDefault(channel_id) is not { } channel) return Problem.NotFound(NotificationChannel.Kind, channel_id);
        var (now, started) = (clock.GetCurrentInstant(), time.GetTimestamp());
        var id = Ids.New(now);
        // What was begun is recorded, though the caller may have gone.
        var outcome = await senders.SendAsync(
            channel.ChannelType, SampleNotification.For(id, now), ChannelConfigs.Open(channel, now), CancellationToken.None);
        var status = outcome.Result is SendResult.Sent ? DeliveryStatus.Sent : DeliveryStatus.Failed;
        var ended = status is DeliveryStatus.Sent ? clock.GetCurrentInstant() : (Instant?)null;
        await log.AddAsync(customer, Record(channel, id, status, outcome, now, ended), CancellationToken.None);
        var duration = (long)time.GetElapsedTime(started).TotalMilliseconds;
        return Results.Json(
            new ChannelTest(status is DeliveryStatus.Sent, channel.Id, id, status, outcome.ResponseCode, outcome.Error, duration), Json.Api);
    }

    private static Delivery Record(
        NotificationChannel channel, string id, DeliveryStatus status, SendOutcome outcome, Instant now, Instant? delivered) => new(
        id, null, channel.Id, channel.Name, channel.ChannelType, null, null, null, NotificationKind.Test, null, null, 0, status, 1,
        outcome.ResponseCode, outcome.Error, now, null, delivered);
}

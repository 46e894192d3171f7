using IotPlatform.Alarms;
using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class AttemptResultTests
{
    private static readonly Instant Now = SampleOccasion.Start;

    private static readonly DueDelivery Delivery = new(
        new("customer", "a"), "delivery-1", "policy-1", "a", "Channel a", ChannelTypes.Webhook, "alarm-1", "device-1", "rule-1",
        NotificationKind.Triggered, "alarm-1", 1, null, null, 1, 0, null, Now);

    [Theory]
    [InlineData(SendResult.Sent, 0, DeliveryStatus.Sent, false)]
    [InlineData(SendResult.Sent, 4, DeliveryStatus.Sent, false)]
    [InlineData(SendResult.Retry, 0, DeliveryStatus.Retrying, false)]
    [InlineData(SendResult.Retry, 3, DeliveryStatus.Retrying, false)]
    [InlineData(SendResult.Retry, 4, DeliveryStatus.Failed, false)]
    [InlineData(SendResult.Failed, 0, DeliveryStatus.Failed, false)]
    [InlineData(SendResult.Gone, 0, DeliveryStatus.Failed, true)]
    public void an_outcome_and_the_attempts_before_it_say_what_comes_next(
        SendResult result, int before, DeliveryStatus status, bool disables)
    {
        var made = Made(result, before);
        (made.Status, made.DisablesChannel, made.Attempts).ShouldBe((status, disables, before + 1));
        (made.NextAttemptAt is not null).ShouldBe(status is DeliveryStatus.Retrying);
        (made.DeliveredAt is not null).ShouldBe(status is DeliveryStatus.Sent);
        made.IsForTimeline(Delivery).ShouldBe(status is not DeliveryStatus.Retrying);
        made.FirstAttemptAt.ShouldBe(Now);
    }

    [Fact]
    public void what_was_not_tried_is_no_attempt_and_nothing_for_the_timeline()
    {
        var made = AttemptResult.Of(new(Delivery, new(SendResult.Failed, null, "off"), Now, Now, IsSkipped: true), 0);
        (made.Status, made.Attempts, made.Error).ShouldBe((DeliveryStatus.Skipped, 0, "off"));
        made.IsForTimeline(Delivery).ShouldBeFalse();
    }

    [Fact]
    public void a_message_of_many_alarms_is_told_to_their_timelines_elsewhere() =>
        Made(SendResult.Sent, 0).IsForTimeline(Delivery with { GroupBy = PolicyGrouping.Rule }).ShouldBeFalse();

    [Fact]
    public void the_timeline_names_the_channel_the_event_and_what_went_wrong()
    {
        var failed = Timeline.EventOf("alarm-1", Made(SendResult.Failed, 0).Applied(Delivery), Now)
            .ShouldBeOfType<AlarmNotificationFailed>();
        failed.Error.ShouldBe("error");
        failed.Notification.ShouldBe(new("delivery-1", "a", "Channel a", "webhook", "policy-1", "triggered", 1, 500));
        Timeline.EventOf("alarm-1", Made(SendResult.Sent, 2).Applied(Delivery), Now).ShouldBeOfType<AlarmNotificationSent>()
            .Notification.Attempts.ShouldBe(3);
    }

    private static AttemptResult Made(SendResult result, int before) => AttemptResult.Of(
        new(Delivery with { Attempts = before, FirstAttemptAt = before == 0 ? null : Now }, new(result, 500, "error"), Now, Now + Duration.FromSeconds(1)), 0);
}

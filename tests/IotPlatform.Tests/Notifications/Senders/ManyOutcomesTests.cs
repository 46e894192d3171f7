using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications.Senders;

public sealed class ManyOutcomesTests
{
    private static readonly SendOutcome
        Sent = SendOutcome.Sent(200),
        Busy = new(SendResult.Retry, 503, "Busy.", Duration.FromSeconds(7)),
        Slow = new(SendResult.Retry, 429, "Slow.", Duration.FromSeconds(70)),
        Wrong = new(SendResult.Failed, 400, "Wrong.");

    private static SendOutcome Of(params SendOutcome[] outcomes) =>
        ManyOutcomes.Of([.. outcomes.Select((outcome, i) => ($"+{i}", outcome))]);

    [Fact]
    public void all_that_were_reached_are_one_success() => Of(Sent, Sent).ShouldBe(Sent);

    [Fact]
    public void one_that_was_reached_is_not_told_again_and_the_others_are_named() =>
        Of(Busy, Sent, Wrong).ShouldBe(Sent with { Error = "2 of 3 were not reached. +0: Busy.; +2: Wrong." });

    [Fact]
    public void no_more_than_five_are_named() => Of([Sent, .. Enumerable.Repeat(Busy, 6)]).Error!.ShouldEndWith("+5: Busy.; and others");

    [Fact]
    public void of_none_that_was_reached_one_that_may_be_later_counts() =>
        Of(Wrong, Busy, Slow).ShouldBe(Busy with { RetryAfter = Duration.FromSeconds(70) });

    [Fact]
    public void where_nothing_may_work_later_it_has_failed() => Of(Wrong, Wrong).ShouldBe(Wrong);
}

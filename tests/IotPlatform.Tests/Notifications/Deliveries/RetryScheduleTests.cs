using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class RetryScheduleTests
{
    private static readonly Instant First = SampleOccasion.Start;

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 60)]
    [InlineData(3, 300)]
    [InlineData(4, 1800)]
    public void attempts_come_ten_seconds_a_minute_five_and_thirty_minutes_after_the_first(int attempts, int seconds) =>
        Next(attempts, First, 0).ShouldBe(First + Duration.FromSeconds(seconds));

    [Fact]
    public void there_is_no_sixth_attempt() => Next(5, First, 0).ShouldBeNull();

    [Fact]
    public void chance_delays_by_a_tenth_of_the_pause_at_most() => Prop.ForAll(
        Arb.From(from attempts in Gen.Choose(1, 4) from chance in Gen.Choose(0, 100) select (attempts, chance / 100.0)), sample =>
        {
            var (attempts, chance) = sample;
            var (plain, late) = (Next(attempts, First, 0)!.Value, Next(attempts, First, chance)!.Value);
            (late - plain).ShouldBeGreaterThanOrEqualTo(Duration.Zero);
            (late - plain).ShouldBeLessThanOrEqualTo((plain - First) * 0.1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void an_attempt_that_ended_late_does_not_make_the_next_one_come_before_it() =>
        Next(1, First + Duration.FromSeconds(25), 0).ShouldBe(First + Duration.FromSeconds(25));

    [Theory]
    [InlineData(2, 10)]
    [InlineData(90, 90)]
    [InlineData(86_400, 3_600)]
    public void a_receiver_is_left_alone_as_long_as_it_asks_but_an_hour_at_most(int asked, int seconds) =>
        RetrySchedule.Next(1, First, First, Duration.FromSeconds(asked), 0).ShouldBe(First + Duration.FromSeconds(seconds));

    private static Instant? Next(int attempts, Instant now, double chance) => RetrySchedule.Next(attempts, First, now, null, chance);
}

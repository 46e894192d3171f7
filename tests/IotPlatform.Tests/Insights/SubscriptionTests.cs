using IotPlatform.Accounts;
using IotPlatform.Insights;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Insights;

public sealed class SubscriptionTests
{
    private static readonly BillingPeriod December = BillingPeriod.At(Instant.FromUtc(2026, 12, 31, 23, 59, 59));

    [Theory]
    [InlineData(10, 3, 7L)]
    [InlineData(10, 10, 0L)]
    [InlineData(10, 12, 0L)]
    [InlineData(null, 12, null)]
    public void what_remains_is_never_less_than_nothing(int? limit, long devices, long? remaining) =>
        Subscription.Of(new Plan("any", limit, null, 30, []), null, devices, 0, December).DevicesRemaining.ShouldBe(remaining);

    [Fact]
    public void a_period_goes_to_the_first_moment_of_the_next_month()
    {
        (December.Start, December.End).ShouldBe((Instant.FromUtc(2026, 12, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)));
        (December.FirstDay, December.LastDay).ShouldBe((new LocalDate(2026, 12, 1), new LocalDate(2026, 12, 31)));
        BillingPeriod.At(December.End).FirstDay.ShouldBe(new LocalDate(2027, 1, 1));
    }
}

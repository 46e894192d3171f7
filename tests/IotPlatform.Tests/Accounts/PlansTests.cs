using IotPlatform.Accounts;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Accounts;

public sealed class PlansTests
{
    private static readonly Instant Made = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Plan Free = new("free", 10, null, 30, []);
    private static readonly Plan Gold = new("gold", null, null, 365, []);
    private static readonly Plans Plans = new([Free, Gold], "free");

    [Fact]
    public void a_customer_without_a_plan_has_the_default_one()
    {
        Plans.Of(Customer()).ShouldBe(Free);
        Plans.Of(null).ShouldBe(Free);
    }

    [Fact]
    public void a_customer_has_the_last_plan_that_it_was_given()
    {
        Plans.Of(Customer(new CustomerPlanChanged("acme", "gold", Made))).ShouldBe(Gold);
        Plans.Of(Customer(new CustomerPlanChanged("acme", "gold", Made), new CustomerPlanChanged("acme", null, Made))).ShouldBe(Free);
    }

    [Fact]
    public void a_plan_that_the_settings_name_no_more_counts_as_the_default_one() =>
        Plans.Of(Customer(new CustomerPlanChanged("acme", "silver", Made))).ShouldBe(Free);

    [Fact]
    public void a_suspension_is_over_with_its_reason()
    {
        var suspended = Customer(new CustomerSuspended("acme", "unpaid", Made));
        (suspended.SuspendedAt, suspended.SuspensionReason).ShouldBe((Made, "unpaid"));
        Suspension.Refuse(suspended)!.Detail.ShouldContain("unpaid");
        Suspension.Refuse(Customer(new CustomerSuspended("acme", "unpaid", Made), new CustomerResumed("acme", Made))).ShouldBeNull();
    }

    private static Customer Customer(params object[] facts) =>
        facts.Aggregate(IotPlatform.Accounts.Customer.Fold(null, new CustomerCreated("acme", "Acme", Made)), IotPlatform.Accounts.Customer.Fold)!;
}

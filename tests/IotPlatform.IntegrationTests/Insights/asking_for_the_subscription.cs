using IotPlatform.Accounts;
using IotPlatform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Insights;

public sealed class asking_for_the_subscription(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task without_a_plan_of_its_own_a_customer_is_limited_in_nothing()
    {
        await Customer.RegisterAsync();
        var subscription = (await Api.GetAsync("subscription")).Is(200);
        (subscription.Member("plan"), subscription.Member("status")).ShouldBe(("unlimited", "active"));
        subscription["device_count"].GetInt32().ShouldBe(1);
        foreach (var unlimited in new[] { "device_limit", "devices_remaining", "message_limit" })
            subscription[unlimited].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null, unlimited);
    }

    [Fact]
    public async Task the_period_is_the_current_month()
    {
        var subscription = await Api.GetAsync("subscription");
        var (start, end) = (subscription["current_period_start"].GetDateTime(), subscription["current_period_end"].GetDateTime());
        (start.Day, start.TimeOfDay, start.AddMonths(1)).ShouldBe((1, TimeSpan.Zero, end));
        DateTime.UtcNow.ShouldBeInRange(start, end);
    }

    [Fact]
    public async Task a_plan_that_another_process_gives_is_heard_and_telemetry_is_kept_as_long_as_it_says()
    {
        await Customer.RegisterAsync();
        await ChangeAsync((accounts, plans) => accounts.ChangePlanAsync(Customer.Id, plans.Find("business"), default));

        await Poll.UntilAsync(async () => (await Api.GetAsync("subscription")).Member("plan") == "business", "the plan is heard", 1);

        var subscription = await Api.GetAsync("subscription");
        (subscription["device_limit"].GetInt32(), subscription["devices_remaining"].GetInt32()).ShouldBe((1_000, 999));
        var retention = Platform.Get<ITelemetryRetention>();
        retention.Of(Customer.Id).ShouldBe(Duration.FromDays(180));
        retention.Longest.ShouldBeGreaterThanOrEqualTo(Duration.FromDays(180));
        retention.Shorter.ShouldNotContain(one => one.Customer == Customer.Id && one.Kept != Duration.FromDays(180));
        var old = (DateTimeOffset.UtcNow - TimeSpan.FromDays(100)).ToUnixTimeMilliseconds();
        (await Api.PostAsync("devices/pump-1/telemetry", $$$"""{"ts":{{{old}}},"values":{"temperature":1}}""")).Is(200)["accepted"].GetInt32().ShouldBe(1);

        await ChangeAsync((accounts, plans) => accounts.ChangePlanAsync(Customer.Id, plans.Find("free"), default));
        await Poll.UntilAsync(() => retention.Of(Customer.Id) == Duration.FromDays(30), "the smaller plan is heard", 1);
        (await Api.PostAsync("devices/pump-1/telemetry", $$$"""{"ts":{{{old}}},"values":{"temperature":1}}""")).Is(200)["accepted"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task a_suspended_customer_reads_that_it_is()
    {
        await ChangeAsync((accounts, _) => accounts.SuspendAsync(Customer.Id, "unpaid", default));
        await Poll.UntilAsync(
            async () => (await Api.GetAsync("subscription")).Is(200).Member("status") == "suspended", "the suspension is heard", 1);
    }

    private async Task ChangeAsync(Func<AccountStore, Plans, Task<Customer?>> change)
    {
        await using var process = Platform.Build();
        (await change(process.Services.GetRequiredService<AccountStore>(), process.Services.GetRequiredService<Plans>())).ShouldNotBeNull();
    }
}

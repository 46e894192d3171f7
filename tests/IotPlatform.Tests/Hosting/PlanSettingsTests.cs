using IotPlatform.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class PlanSettingsTests
{
    [Fact]
    public void nothing_set_gives_the_plans_of_the_house()
    {
        var plans = Read().Plans;
        plans.All.Select(plan => (plan.Name, plan.Devices, plan.Messages, plan.Days)).ShouldBe(
            [("free", 10, null, 30), ("starter", 100, null, 90), ("business", 1_000, null, 180), ("enterprise", null, null, 365), ("unlimited", null, null, 30)]);
        plans.Default.ShouldBe("unlimited");
    }

    [Fact]
    public void a_plan_of_the_house_can_be_changed()
    {
        var (plans, faults) = Read(
            ("Plans__FREE__Devices", "25"), ("Plans__business__Devices", "Unlimited"), ("Plans__free__Messages", "5000000000"));
        faults.ShouldBeEmpty();
        Named(plans, "free").ShouldBe((25, 5_000_000_000, 30));
        Named(plans, "business").ShouldBe((null, null, 180));
    }

    [Fact]
    public void a_new_name_makes_a_new_plan_that_can_be_the_default()
    {
        var (plans, faults) = Read(("Plans__Gold__Devices", "7"), ("Plans__Gold__Days", "60"), ("Plans__Gold__Features", "mqtt, audit"), ("Plans__Default", "gold"));
        faults.ShouldBeEmpty();
        Named(plans, "gold").ShouldBe((7, null, 60));
        plans.All[^1].Features.ShouldBe(["mqtt", "audit"]);
        plans.Default.ShouldBe("gold");
    }

    [Theory]
    [InlineData("Plans__Default", "gold")]
    [InlineData("Plans__free__Devices", "-1")]
    [InlineData("Plans__free__Devices", "many")]
    [InlineData("Plans__free__Devices", "2147483648")]
    [InlineData("Plans__free__Messages", "1.5")]
    [InlineData("Plans__free__Days", "0")]
    [InlineData("Plans__free__Days", "3651")]
    [InlineData("Plans__free__Limit", "5")]
    public void what_is_wrong_is_named(string setting, string value) =>
        Read((setting, value)).Faults.ShouldHaveSingleItem().ToString().ShouldContain(setting);

    [Fact]
    public void a_name_that_is_none_is_a_fault() =>
        Read(("Plans__my plan__Days", "5")).Faults.ShouldHaveSingleItem().ToString().ShouldContain("my plan");

    private static (int?, long?, int) Named(PlansSettings plans, string name)
    {
        var plan = plans.All.Single(plan => plan.Name == name);
        return (plan.Devices, plan.Messages, plan.Days);
    }

    private static (PlansSettings Plans, IReadOnlyList<SettingFault> Faults) Read(params (string Name, string Value)[] values)
    {
        var (settings, faults) = PlatformSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Name.Replace("__", ":"), (string?)v.Value))).Build());
        return (settings.Plans, faults);
    }
}

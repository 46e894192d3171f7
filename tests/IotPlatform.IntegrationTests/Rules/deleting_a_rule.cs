using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

public sealed class deleting_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_is_gone_from_then_on()
    {
        var id = await Customer.CreateRuleAsync();
        (await Api.DeleteAsync($"rules/{id}")).Is(204);
        (await Api.DeleteAsync($"rules/{id}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"rules/{id}")).IsProblem(404, "not_found");
        (await Api.PutAsync($"rules/{id}", """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Api.PostAsync($"rules/{id}/enable")).IsProblem(404, "not_found");
        (await Api.GetAsync("rules")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task its_open_alarms_are_resolved_and_keep_its_name()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.DeleteAsync($"rules/{hot.RuleId}")).Is(204);

        var alarm = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);
        (alarm.Member("status"), alarm.Member("resolution"), alarm.Member("resolved_by")).ShouldBe(("resolved", "rule_deleted", "system"));
        (alarm.Member("rule_id"), alarm.Member("rule_name")).ShouldBe((hot.RuleId, "Rule 1"));
        (await Customer.AlarmsAsync($"rule_id={hot.RuleId}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task it_fires_no_more()
    {
        await using var hot = await Customer.OverheatAsync();
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":99}""");
        await Api.DeleteAsync($"rules/{hot.RuleId}");
        await hot.Connection.MeasureAsync(20, 31);
        await hot.Connection.MeasureAsync(99);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={hot.RuleId}")).Count.ShouldBe(1);
    }
}

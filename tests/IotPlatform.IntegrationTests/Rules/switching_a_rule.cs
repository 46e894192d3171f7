using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

public sealed class switching_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task both_ways_twice_is_as_good_as_once()
    {
        var id = await Customer.CreateRuleAsync();
        (await Api.PostAsync($"rules/{id}/enable")).Is(200).ETag.ShouldBe("\"1\"");
        var disabled = (await Api.PostAsync($"rules/{id}/disable")).Is(200);
        disabled["is_enabled"].GetBoolean().ShouldBeFalse();
        (await Api.PostAsync($"rules/{id}/disable")).Is(200).ETag.ShouldBe(disabled.ETag);
        (await Api.GetAsync($"rules/{id}"))["is_enabled"].GetBoolean().ShouldBeFalse();
        (await Api.PostAsync($"rules/{id}/enable", "{}")).Is(200)["is_enabled"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task an_unknown_rule_is_a_404()
    {
        (await Api.PostAsync("rules/unknown/enable")).IsProblem(404, "not_found");
        (await Api.PostAsync("rules/unknown/disable")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task disabled_it_fires_no_more_and_its_open_alarm_stays()
    {
        await using var hot = await Customer.OverheatAsync();
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":99}""");
        (await Api.PostAsync($"rules/{hot.RuleId}/disable")).Is(200);

        await hot.Connection.MeasureAsync(20, 31);
        await hot.Connection.MeasureAsync(99);
        await Customer.AlarmAsync($"rule_id={witness}");

        var alarm = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);
        (alarm.Member("status"), alarm["occurrence_count"].GetInt32()).ShouldBe(("active", 1));
    }

    [Fact]
    public async Task disabling_it_drops_its_timers()
    {
        var device = await Customer.RegisterAsync();
        var slow = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"duration":1}""");
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"duration":2}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);
        (await Api.PostAsync($"rules/{slow}/disable")).Is(200);

        await Customer.AlarmAsync($"rule_id={witness}");

        (await Customer.AlarmsAsync($"rule_id={slow}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task enabled_again_it_starts_afresh_and_counts_on_its_open_alarm()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"rules/{hot.RuleId}/disable");
        await Api.PostAsync($"rules/{hot.RuleId}/enable");

        await hot.Connection.MeasureAsync(20, 31);

        await Customer.AlarmIsAsync(hot.AlarmId, alarm => alarm["occurrence_count"].GetInt32() == 2, "the open alarm counts up");
        (await Customer.AlarmsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task created_disabled_it_waits_to_be_enabled()
    {
        var device = await Customer.RegisterAsync();
        var id = await Customer.CreateRuleAsync("\"is_enabled\":false");
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":99}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);
        await connection.MeasureAsync(99);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={id}")).ShouldBeEmpty();

        await Api.PostAsync($"rules/{id}/enable");
        await connection.MeasureAsync(31);
        await Customer.AlarmAsync($"rule_id={id}");
    }
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Backtests;

public sealed class verifying_an_alarm(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_stored_evidence_of_each_firing_makes_the_rule_fire_again()
    {
        await using var hot = await Customer.OverheatAsync();
        await hot.Connection.MeasureAsync(20, 33);
        await Customer.OccurredAsync(hot.AlarmId, 2);

        var proof = (await Api.PostAsync($"alarms/{hot.AlarmId}/verify")).Is(200);

        (proof.Member("alarm_id"), proof["verified"].GetBoolean(), proof.Member("reason")).ShouldBe((hot.AlarmId, true, "condition_met"));
        proof.Items("firings").Select(firing => firing.GetProperty("fires").GetBoolean()).ShouldBe([true, true]);
        var timeline = await Api.GetAsync($"alarms/{hot.AlarmId}/timeline");
        proof.Each("firings", "event_id").ShouldBe(timeline.Each("events", "id"));
        var details = (await Api.GetAsync($"alarms/{hot.AlarmId}"))["details"];
        JsonElement.DeepEquals(proof["evidence"], details.GetProperty("evidence")).ShouldBeTrue();
        JsonElement.DeepEquals(proof["rule"], details.GetProperty("rule")).ShouldBeTrue();
    }

    [Fact]
    public async Task it_is_judged_by_the_rule_as_it_was_and_not_as_it_is()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PutAsync($"rules/{hot.RuleId}", """{"config":{"field":"temperature","operator":">","value":1000}}""")).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/verify", "{}")).Is(200)["verified"].GetBoolean().ShouldBeTrue();
        (await Api.DeleteAsync($"rules/{hot.RuleId}")).Is(204);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/verify")).Is(200)["verified"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task it_changes_nothing()
    {
        await using var hot = await Customer.OverheatAsync();
        var before = await Api.GetAsync($"alarms/{hot.AlarmId}");
        await Api.PostAsync($"alarms/{hot.AlarmId}/verify");
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Shows(before).ETag.ShouldBe(before.ETag);
    }

    [Fact]
    public async Task an_alarm_that_there_is_not_is_not_found() =>
        (await Api.PostAsync("alarms/nothing/verify")).IsProblem(404, "not_found");
}

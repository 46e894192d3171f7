using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class the_life_of_an_alarm(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
    [
        "id", "rule_id", "rule_name", "rule_type", "device_id", "device_name", "severity", "status", "message", "details", "occurrence_count",
        "triggered_at", "last_triggered_at", "acknowledged_at", "acknowledged_by", "acknowledge_note", "resolved_at", "resolved_by", "resolve_note",
        "resolution", "reopened_count", "created_at", "updated_at",
    ];

    [Fact]
    public async Task a_fresh_one_tells_what_fired_where_and_why()
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"severity\":\"critical\"");

        var alarm = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);

        alarm.Json.EnumerateObject().Select(member => member.Name).ShouldBe(Members, ignoreOrder: true);
        (alarm.Member("rule_id"), alarm.Member("rule_name"), alarm.Member("rule_type")).ShouldBe((hot.RuleId, "Rule 1", "threshold"));
        (alarm.Member("device_id"), alarm.Member("device_name"), alarm.Member("severity"))
            .ShouldBe(("pump-1", "Device pump-1", "critical"));
        (alarm.Member("status"), alarm["occurrence_count"].GetInt32(), alarm["reopened_count"].GetInt32()).ShouldBe(("active", 1, 0));
        alarm.Member("triggered_at").ShouldBe(alarm.Member("last_triggered_at"));
        alarm.Member("message").ShouldNotBeNullOrWhiteSpace();
        alarm["details"].GetRawText().ShouldContain("31");
        alarm["details"].GetRawText().ShouldContain("operator", customMessage: "the rule's config as it was");
        foreach (var member in Members.Where(name => name.StartsWith("acknowledge") || name.StartsWith("resol")))
            alarm[member].ValueKind.ShouldBe(JsonValueKind.Null, member);
        JsonElement.DeepEquals((await Customer.AlarmsAsync()).Single(), alarm.Json).ShouldBeTrue();
    }

    [Fact]
    public async Task each_state_allows_its_transitions_and_refuses_all_others()
    {
        await using var hot = await Customer.OverheatAsync();
        var id = hot.AlarmId;

        await Refused(id, "reopen");
        await Done(id, "acknowledge", "acknowledged");
        await Refused(id, "acknowledge", "reopen");
        await Done(id, "resolve", "resolved");
        await Refused(id, "acknowledge", "resolve");
        await Done(id, "reopen", "active");
        await Refused(id, "reopen");
        await Done(id, "resolve", "resolved");
        await Refused(id, "resolve", "acknowledge");

        (await Api.GetAsync($"alarms/{id}/timeline")).Each("events", "event_type")
            .ShouldBe(["triggered", "acknowledged", "resolved", "reopened", "resolved"]);
    }

    [Fact]
    public async Task its_events_have_ids_of_version_7()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);
        var ids = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "id");
        ids.Select(id => Guid.Parse(id).Version).ShouldBe([7, 7]);
    }

    [Fact]
    public async Task who_did_what_when_and_what_they_said_is_told()
    {
        await using var hot = await Customer.OverheatAsync();

        var acknowledged = (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"On my way"}""")).Is(200);
        (acknowledged.Member("acknowledged_by"), acknowledged.Member("acknowledge_note")).ShouldBe((Customer.Actor, "On my way"));
        var resolved = (await Api.PostAsync($"alarms/{hot.AlarmId}/resolve", """{"note":"Fan replaced"}""")).Is(200);
        (resolved.Member("resolved_by"), resolved.Member("resolve_note"), resolved.Member("resolution"))
            .ShouldBe((Customer.Actor, "Fan replaced", "manual"));
        Answer.Time(resolved["resolved_at"]).ShouldBeGreaterThan(Answer.Time(resolved["acknowledged_at"]));
        var reopened = (await Api.PostAsync($"alarms/{hot.AlarmId}/reopen", """{"note":"Not so"}""")).Is(200);
        (reopened["reopened_count"].GetInt32(), reopened["resolution"].ValueKind).ShouldBe((1, JsonValueKind.Null));
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Shows(reopened);

        var timeline = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Is(200);
        timeline.Member("alarm_id").ShouldBe(hot.AlarmId);
        timeline.Items("events").Select(Told).ShouldBe(
        [
            ("triggered", null, "active", "system", null),
            ("acknowledged", "active", "acknowledged", Customer.Actor, "On my way"),
            ("resolved", "acknowledged", "resolved", Customer.Actor, "Fan replaced"),
            ("reopened", "resolved", "active", Customer.Actor, "Not so"),
        ]);
        timeline.Items("events").Select(e => Answer.Time(e.GetProperty("created_at"))).ShouldBeInOrder();
        timeline.Each("events", "id").Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"note":null}""")]
    public async Task a_note_may_be_left_out(string? body)
    {
        await using var hot = await Customer.OverheatAsync();
        foreach (var action in new[] { "acknowledge", "resolve", "reopen" })
            (await Api.PostAsync($"alarms/{hot.AlarmId}/{action}", body)).Is(200);
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events")
            .ShouldAllBe(e => e.GetProperty("note").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task a_note_has_at_most_1000_characters_and_none_that_control()
    {
        await using var hot = await Customer.OverheatAsync();
        var path = $"alarms/{hot.AlarmId}/acknowledge";
        (await Api.PostAsync(path, $$"""{"note":"{{new string('x', 1_001)}}"}""")).IsInvalid("note");
        (await Api.PostAsync(path, """{"note":"a\u0000b"}""")).IsInvalid("note");
        (await Api.PostAsync(path, """{"note":7}""")).IsInvalid("note");
        (await Api.PostAsync(path, $$"""{"note":"{{new string('x', 1_000)}}"}""")).Is(200);
    }

    [Fact]
    public async Task of_fifty_who_acknowledge_at_once_one_does_it()
    {
        await using var hot = await Customer.OverheatAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", $$"""{"note":"{{i}}"}""")));

        var winner = answers.Single(answer => answer.Status is 200);
        answers.Count(answer => answer.Status is 409).ShouldBe(49);
        answers.Where(answer => answer.Status is 409)
            .ShouldAllBe(answer => answer.Member("code") == "invalid_state" || answer.Member("code") == "conflict");
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Member("acknowledge_note").ShouldBe(winner.Member("acknowledge_note"));
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events").Count.ShouldBe(2);
    }

    [Fact]
    public async Task of_acknowledging_and_resolving_at_once_no_event_is_lost()
    {
        await using var hot = await Customer.OverheatAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Api.PostAsync($"alarms/{hot.AlarmId}/{(i % 2 == 0 ? "acknowledge" : "resolve")}")));
        var done = answers.Count(answer => answer.Status is 200);
        answers.Count(answer => answer.Status is 409).ShouldBe(20 - done);
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events").Count.ShouldBe(1 + done);
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Member("status").ShouldBe("resolved");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.SendAsync(HttpMethod.Post, $"alarms/{hot.AlarmId}/acknowledge", "{}", ("If-Match", "\"9\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Post, $"alarms/{hot.AlarmId}/acknowledge", "{}", ("If-Match", "\"1\""))).Is(200).ETag
            .ShouldBe("\"2\"");
    }

    [Fact]
    public async Task an_unknown_one_is_a_404()
    {
        foreach (var action in new[] { "acknowledge", "resolve", "reopen" })
            (await Api.PostAsync($"alarms/unknown/{action}")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task a_device_and_a_rule_are_no_alarms()
    {
        var rule = await Customer.CreateRuleAsync();
        await Customer.RegisterAsync();
        foreach (var id in new[] { rule, "pump-1" })
        {
            (await Api.GetAsync($"alarms/{id}")).IsProblem(404, "not_found");
            (await Api.GetAsync($"alarms/{id}/timeline")).IsProblem(404, "not_found");
            (await Api.PostAsync($"alarms/{id}/acknowledge")).IsProblem(404, "not_found");
        }
        (await Api.DeleteAsync("rules/pump-1")).IsProblem(404, "not_found");
        (await Api.DeleteAsync($"devices/{rule}")).IsProblem(404, "not_found");
    }

    private async Task Done(string alarmId, string action, string status)
    {
        (await Api.PostAsync($"alarms/{alarmId}/{action}")).Is(200).Member("status").ShouldBe(status);
        (await Api.GetAsync($"alarms/{alarmId}")).Member("status").ShouldBe(status);
    }

    private async Task Refused(string alarmId, params string[] actions)
    {
        var before = (await Api.GetAsync($"alarms/{alarmId}")).Text;
        foreach (var action in actions) (await Api.PostAsync($"alarms/{alarmId}/{action}", """{"note":"x"}""")).IsProblem(409, "invalid_state");
        (await Api.GetAsync($"alarms/{alarmId}")).Text.ShouldBe(before);
    }

    private static (string?, string?, string?, string?, string?) Told(JsonElement e)
    {
        string? Member(string name) => e.GetProperty(name).GetString();
        return (Member("event_type"), Member("from_status"), Member("to_status"), Member("actor"), Member("note"));
    }
}

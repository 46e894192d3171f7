using IotPlatform.Monitoring;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Tests.Rules;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class RuleBookTests
{
    private static readonly Instant Now = SampleRule.Now;
    private readonly RuleBook _book = new();

    private IReadOnlyList<string> Commit<T>(string stream, T fact, string customer = "acme") where T : notnull =>
        _book.Take(new CommittedEvents(customer, [Decisions.Stored(fact, stream)]));

    private string[] Matching(string deviceId, string key, string customer = "acme") =>
        [.. _book.Matching(customer, deviceId, key).Select(rule => rule.Source.Id).Order()];

    private static RuleScope Device(string id) => new(RuleScope.Device, id, null, null);

    [Fact]
    public void a_rule_of_the_fleet_looks_at_its_key_on_every_device()
    {
        Commit("r", SampleRule.Creation("r")).ShouldBe(["r"]);
        Matching("a", "temperature").ShouldBe(["r"]);
        Matching("b", "temperature").ShouldBe(["r"]);
        Matching("a", "humidity").ShouldBeEmpty();
    }

    [Fact]
    public void a_rule_of_a_device_looks_at_it_alone()
    {
        Commit("fleet", SampleRule.Creation("fleet"));
        Commit("own", SampleRule.Creation("own", Device("a")));
        Matching("a", "temperature").ShouldBe(["fleet", "own"]);
        Matching("b", "temperature").ShouldBe(["fleet"]);
    }

    [Fact]
    public void customers_do_not_see_each_others_rules()
    {
        Commit("r", SampleRule.Creation("r"));
        Matching("a", "temperature", "other").ShouldBeEmpty();
        (_book.HasRules("acme"), _book.HasRules("other")).ShouldBe((true, false));
        _book.Find("other", "r").ShouldBeNull();
    }

    [Fact]
    public void a_revision_counts_from_the_next_sample_on()
    {
        Commit("r", SampleRule.Creation("r"));
        var revision = new RuleRevised(
            "r", "Dry", null, new("""{"key":"humidity","operator":"lt","value":20}"""), Severity.Critical, ["mark_unhealthy"], 5, true, Now);
        Commit("r", revision).ShouldBe(["r"]);
        Matching("a", "temperature").ShouldBeEmpty();
        Matching("a", "humidity").ShouldBe(["r"]);
        var rule = _book.Find("acme", "r")!.Rule;
        (rule.Name, rule.Severity, rule.Actions, rule.Cooldown, rule.AutoResolve)
            .ShouldBe(("Dry", Severity.Critical, RuleActions.MarkUnhealthy, Duration.FromSeconds(5), true));
    }

    [Fact]
    public void all_actions_reach_the_engine()
    {
        Commit("r", SampleRule.Creation("r") with { Actions = ["create_alarm", "send_webhook", "mark_unhealthy"] });
        _book.Find("acme", "r")!.Rule.Actions.ShouldBe(RuleActions.CreateAlarm | RuleActions.SendWebhook | RuleActions.MarkUnhealthy);
    }

    [Fact]
    public void a_disabled_rule_looks_at_nothing_until_it_is_enabled()
    {
        Commit("r", SampleRule.Creation("r", isEnabled: false));
        (_book.HasRules("acme"), _book.Find("acme", "r")).ShouldBe((false, null));
        Commit("r", new RuleEnabled("r", Now)).ShouldBe(["r"]);
        Matching("a", "temperature").ShouldBe(["r"]);
        Commit("r", new RuleDisabled("r", Now)).ShouldBe(["r"]);
        Matching("a", "temperature").ShouldBeEmpty();
    }

    [Fact]
    public void a_deleted_rule_is_gone()
    {
        Commit("r", SampleRule.Creation("r"));
        Commit("r", new RuleDeleted("r", Now)).ShouldBe(["r"]);
        (_book.HasRules("acme"), _book.Find("acme", "r")).ShouldBe((false, null));
    }

    [Fact]
    public void rules_that_are_there_at_the_start_are_taken_in_and_followed()
    {
        _book.Load("acme", SampleRule.Of());
        Matching("a", "temperature").ShouldBe(["rule-1"]);
        Commit("rule-1", new RuleDisabled("rule-1", Now));
        Matching("a", "temperature").ShouldBeEmpty();
    }

    [Fact]
    public void events_of_other_resources_change_no_rule() => Commit("a", "a device's event").ShouldBeEmpty();
}

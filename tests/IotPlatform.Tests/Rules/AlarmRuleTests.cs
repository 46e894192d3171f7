using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Rules.SampleRule;

namespace IotPlatform.Tests.Rules;

public sealed class AlarmRuleTests
{
    private static readonly RuleRevised Revision =
        new("rule-1", "Hot", null, new RawJson("{}"), Severity.Critical, ["send_webhook"], 0, true, Now);

    [Fact]
    public void a_creation_tells_everything()
    {
        var scope = new RuleScope(RuleScope.Device, "sensor-1", null, null);
        Decisions.Tell(AlarmRule.Fold(null, Creation(scope: scope))).ShouldBe(Decisions.Tell(new AlarmRule
        {
            Id = "rule-1",
            Name = "Too warm",
            Description = "d",
            RuleType = "threshold",
            ScopeType = "device",
            ScopeDeviceId = "sensor-1",
            Config = new(Config),
            Severity = Severity.Warning,
            Actions = ["create_alarm"],
            CooldownSeconds = 60,
            IsEnabled = true,
            CreatedAt = Made,
            UpdatedAt = Made,
        }));
    }

    [Fact]
    public void group_and_profile_scopes_are_told_apart()
    {
        AlarmRule.Fold(null, Creation(scope: new(RuleScope.Group, null, "g", null)))!.ScopeGroupId.ShouldBe("g");
        AlarmRule.Fold(null, Creation(scope: new(RuleScope.Profile, null, null, "p")))!.ScopeProfileId.ShouldBe("p");
    }

    [Fact]
    public void a_revision_replaces_the_text_but_neither_type_nor_scope_nor_switch() =>
        Decisions.Tell(Of(new RuleDisabled("rule-1", Made), Revision)).ShouldBe(Decisions.Tell(Of() with
        {
            Name = "Hot",
            Description = null,
            Config = new("{}"),
            Severity = Severity.Critical,
            Actions = ["send_webhook"],
            CooldownSeconds = 0,
            AutoResolve = true,
            IsEnabled = false,
            UpdatedAt = Now,
        }));

    [Fact]
    public void a_rule_is_switched_off_and_on()
    {
        var off = Of(new RuleDisabled("rule-1", Now));
        (off.IsEnabled, off.UpdatedAt).ShouldBe((false, Now));
        AlarmRule.Fold(off, new RuleEnabled("rule-1", Now))!.IsEnabled.ShouldBeTrue();
    }

    [Fact]
    public void a_deletion_leaves_nothing() => AlarmRule.Fold(Of(), new RuleDeleted("rule-1", Now)).ShouldBeNull();

    [Fact]
    public void every_event_that_a_rule_knows_changes_it_or_ends_it()
    {
        object[] facts = [Creation(), Revision, new RuleEnabled("rule-1", Now), new RuleDisabled("rule-1", Now), new RuleDeleted("rule-1", Now)];
        facts.Select(fact => fact.GetType()).ShouldBe(AlarmRule.EventTypes, ignoreOrder: true);
        var before = Of() with { Name = "Old" };
        foreach (var fact in facts) Decisions.Tell(AlarmRule.Fold(before, fact)).ShouldNotBe(Decisions.Tell(before), fact.ToString());
    }
}

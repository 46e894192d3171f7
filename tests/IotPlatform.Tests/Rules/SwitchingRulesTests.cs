using IotPlatform.Rules;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Rules.SampleRule;

namespace IotPlatform.Tests.Rules;

public sealed class SwitchingRulesTests
{
    [Fact]
    public void an_enabled_rule_is_disabled_once()
    {
        var disabled = DisableRuleEndpoint.Decide(Of(), Now);
        disabled.ShouldAppend(new RuleDisabled("rule-1", Now));
        DisableRuleEndpoint.Decide(Of().After(disabled)!, Now).ShouldChangeNothing();
    }

    [Fact]
    public void a_disabled_rule_is_enabled_once()
    {
        var off = Of(new RuleDisabled("rule-1", Made));
        var enabled = EnableRuleEndpoint.Decide(off, Now);
        enabled.ShouldAppend(new RuleEnabled("rule-1", Now));
        EnableRuleEndpoint.Decide(off.After(enabled)!, Now).ShouldChangeNothing();
    }

    [Fact]
    public void a_deletion_ends_the_rules_life()
    {
        var deletion = DeleteRuleEndpoint.Decide(Of(), Now);
        deletion.ShouldAppend(new RuleDeleted("rule-1", Now));
        Of().After(deletion).ShouldBeNull();
    }
}

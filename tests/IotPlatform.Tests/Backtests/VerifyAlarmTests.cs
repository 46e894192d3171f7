using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Backtests;
using IotPlatform.RuleEngine;
using JasperFx.Events;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Backtests;

public sealed class VerifyAlarmTests
{
    private static readonly JsonElement Hot = Fired(31);
    private static readonly JsonElement Forged = Fired(29);

    private static JsonElement Fired(double value) => JsonElement.Parse($$$"""
        {"reason":"condition_met",
         "evidence":{"samples":[{"key":"temperature","value":{{{value}}},"timestamp":"2026-03-01T12:00:00Z","position":1}],
           "sample_count":1,"held_since":"2026-03-01T12:00:00Z","held_for_seconds":0},
         "rule":{"rule_type":"threshold","config":{"field":"temperature","operator":">","value":30},"cooldown_seconds":0,"auto_resolve":false}}
        """);

    private static AlarmProof Judge(params object[] facts) => VerifyAlarmEndpoint.Judge("alarm-1", [.. facts.Select(Stored)])!;

    private static IEvent Stored(object fact) => fact switch
    {
        AlarmTriggered e => Decisions.Stored(e, "alarm-1"),
        AlarmRetriggered e => Decisions.Stored(e, "alarm-1"),
        _ => Decisions.Stored((AlarmResolved)fact, "alarm-1"),
    };

    [Fact]
    public void evidence_on_which_the_rule_fires_verifies_the_alarm()
    {
        var proof = Judge(Triggered with { Details = Hot }, Retriggered with { Details = Hot }, Resolved);
        (proof.Verified, proof.Reason, proof.Message)
            .ShouldBe((true, Reason.ConditionMet, "The rule as it was fires on the evidence of 2 firings."));
        proof.Firings.Select(firing => (firing.Fires, firing.TriggeredAt))
            .ShouldBe([(true, Triggered.TriggeredAt), (true, Retriggered.TriggeredAt)]);
        proof.Rule!.Value.GetProperty("rule_type").GetString().ShouldBe("threshold");
        proof.Evidence!.Value.GetProperty("sample_count").GetInt32().ShouldBe(1);
    }

    // Seen red: with the first firing alone judged.
    [Fact]
    public void one_firing_that_is_not_borne_out_is_enough_to_doubt_it()
    {
        var proof = Judge(Triggered with { Details = Hot }, Retriggered with { Details = Forged });
        (proof.Verified, proof.Reason, proof.Message)
            .ShouldBe((false, Reason.ConditionNotMet, "The rule as it was fires on the evidence of 1 of 2 firings."));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"evidence":{}}""")]
    [InlineData("""{"evidence":7,"rule":7}""")]
    [InlineData("""{"evidence":{},"rule":{"rule_type":"omen","config":{}}}""")]
    [InlineData("""{"evidence":{},"rule":{"rule_type":1}}""")]
    public void details_without_rule_or_evidence_prove_nothing(string details) =>
        Judge(Triggered with { Details = JsonElement.Parse(details) }).Verified.ShouldBeFalse();

    [Fact]
    public void what_is_no_alarm_has_no_proof() => VerifyAlarmEndpoint.Judge("alarm-1", []).ShouldBeNull();
}

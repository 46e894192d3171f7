using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.RuleEngine.Json;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class RuleStateTests
{
    private static readonly Rule Rule = Rules.Above30("\"duration\":60,\"clear_value\":25,\"clear_duration\":30", cooldown: 600);

    // With times that a millisecond or tick would cut, values of every kind, and every member in use.
    private static RuleState Full() => new Scenario(Rule)
        .Sample(0, 31.25).Timer(60).Closed(70).Sample(80, -0.1).State
        with
    { VerdictAt = Scenario.Time(60) + Duration.FromNanoseconds(1) };

    [Fact]
    public void a_state_round_trips_with_any_options()
    {
        foreach (var options in new[] { EngineJson.Options, JsonSerializerOptions.Default, JsonSerializerOptions.Web })
        {
            var back = Scenario.RoundTrip(Full(), options);
            JsonSerializer.Serialize(back).ShouldBe(JsonSerializer.Serialize(Full()));
            (back with { Condition = null }).ShouldBe(Full() with { Condition = null });
        }
    }

    [Fact]
    public void a_state_survives_the_order_that_jsonb_gives_to_members()
    {
        var json = Sorted(JsonSerializer.SerializeToNode(Full(), EngineJson.Options)!);
        var back = json.Deserialize<RuleState>(EngineJson.Options)!;
        JsonSerializer.Serialize(back).ShouldBe(JsonSerializer.Serialize(Full()));
    }

    [Fact]
    public void a_restart_in_the_middle_of_a_duration_loses_nothing() =>
        new Scenario(Rule).Sample(0, 31).Restart().Timer(60).Restart().Told.ShouldBe(["Trigger ConditionMet @60 #1"]);

    [Fact]
    public void the_deadline_of_a_restored_state_is_known()
    {
        var run = new Scenario(Rule).Sample(0, 31).Restart();
        Engine.Deadline(Rule, run.State).ShouldBe(Scenario.Time(60));
        Engine.Deadline(Rule, RuleState.Initial).ShouldBeNull();
    }

    [Fact]
    public void a_quiet_state_is_small()
    {
        var quiet = new Scenario(Rule).Sample(0, 31).Timer(60).Sample(70, 20).Timer(100).Sample(200, 20).State;
        JsonSerializer.Serialize(quiet, EngineJson.Options).Length.ShouldBeLessThan(300);
    }

    [Fact]
    public void a_long_breach_does_not_grow_without_end()
    {
        var run = new Scenario(Rule);
        for (var i = 0; i < 1000; i++)
            run.Sample(i, 31);
        JsonSerializer.Serialize(run.State, EngineJson.Options).Length.ShouldBeLessThan(2500);
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key.Length).ThenBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };
}

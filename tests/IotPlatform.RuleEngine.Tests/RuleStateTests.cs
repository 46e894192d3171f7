using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.RuleEngine.Conditions;
using IotPlatform.RuleEngine.Json;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class RuleStateTests
{
    private static readonly Rule Rule = Rules.Above30("\"duration\":60,\"clear_value\":25,\"clear_duration\":30", cooldown: 600);

    // With times that a millisecond or tick would cut, values of every kind, and every member in use.
    private static RuleState Full(Scenario? run = null) => (run ?? OfThreshold()).State
        with
    { VerdictAt = Scenario.Time(60) + Duration.FromNanoseconds(1) };

    public static TheoryData<string> Types => ["threshold", "missing_data", "offline", "message_rate", "reconnect_rate"];

    [Theory]
    [MemberData(nameof(Types))]
    public void a_state_round_trips_with_any_options(string type)
    {
        var state = Full(Of(type));
        foreach (var options in new[] { EngineJson.Options, JsonSerializerOptions.Default, JsonSerializerOptions.Web })
        {
            var back = Scenario.RoundTrip(state, options);
            JsonSerializer.Serialize(back).ShouldBe(JsonSerializer.Serialize(state));
            (back with { Condition = null }).ShouldBe(state with { Condition = null });
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void a_state_survives_the_order_that_jsonb_gives_to_members(string type)
    {
        var state = Full(Of(type));
        var json = Sorted(JsonSerializer.SerializeToNode(state, EngineJson.Options)!);
        var back = json.Deserialize<RuleState>(EngineJson.Options)!;
        JsonSerializer.Serialize(back).ShouldBe(JsonSerializer.Serialize(state));
    }

    [Theory]
    [InlineData("\"AAAA\"")]
    [InlineData("\"AQ==\"")]
    [InlineData("\"not base64!\"")]
    [InlineData("\"6AeA\"")]
    [InlineData("[]")]
    public void times_that_can_not_be_read_are_a_fault_of_the_json(string text) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Times>(text));

    [Fact]
    public void times_keep_their_nanoseconds()
    {
        var odd = Scenario.Time(1) + Duration.FromNanoseconds(1);
        var record = new RecordReceived(odd, 1, StartsMessage: true, HasValues: true);
        var state = Engine.Step(Rules.MessageRate("\"max_messages\":1"), RuleState.Initial, record, odd).State;
        ((MessageRateState)Scenario.RoundTrip(state, EngineJson.Options).Condition!).Newest!.All.ShouldBe([odd]);
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
    public void a_state_may_be_taken_further_twice()
    {
        var rule = Rules.Above30("\"consecutive\":4");
        var state = new Scenario(rule).Sample(0, 31).Sample(1, 31).State;
        var (one, other) = (Take(state, 2, 31.5), Take(state, 2, 32));
        Values(Take(one.State, 3, 33)).ShouldBe([31, 31, 31.5, 33]);
        Values(Take(other.State, 3, 34)).ShouldBe([31, 31, 32, 34]);

        Step Take(RuleState before, int at, double value) => Engine.Step(
            rule, before, new SampleTaken("temperature", Scalar.Of(value), Scenario.Time(at), Scenario.Time(at), at), Scenario.Time(at));

        static IEnumerable<double> Values(Step step) => ((ThresholdEvidence)step.Verdict.Grounds!.Evidence).Samples
            .Select(sample => sample.Value.TryGetNumber(out var number) ? number : double.NaN);
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

    private static Scenario Of(string type) => type switch
    {
        "missing_data" => new Scenario(Rules.MissingData()).Watch(0).Outage(1, 2.5).Timer(90).Record(100.000001),
        "offline" => new Scenario(Rules.Offline()).Watch(0, new LastSession(4, null)).Outage(1, 2.5).Disconnect(3, epoch: 4).Timer(90),
        "message_rate" => new Scenario(Rules.MessageRate("\"max_messages\":2,\"min_messages\":2")).Watch(0)
            .Outage(1, 2.5).Record(3.000001).Record(4).Record(4),
        "reconnect_rate" => new Scenario(Rules.ReconnectRate()).Connect(0).Connect(0.25, epoch: 2).Outage(1, 2.5),
        _ => OfThreshold(),
    };

    private static Scenario OfThreshold() => new Scenario(Rule).Sample(0, 31.25).Timer(60).Closed(70).Sample(80, -0.1).Outage(81, 82);

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key.Length).ThenBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };
}

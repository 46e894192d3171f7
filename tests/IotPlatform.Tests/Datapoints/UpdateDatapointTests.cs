using System.Text.Json;
using IotPlatform.Datapoints;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Datapoints.SampleDatapoint;

namespace IotPlatform.Tests.Datapoints;

public sealed class UpdateDatapointTests
{
    private static readonly DatapointLabelled Unchanged = new("datapoint-1", "Temperature", "°C", Now);

    private static Decision Decide(string json, Datapoint datapoint) =>
        Change.Decide<UpdateDatapoint, Datapoint>(JsonElement.Parse(json), datapoint, Now, UpdateDatapointEndpoint.Decide);

    public static TheoryData<string, object> Changes => new()
    {
        { """{"label":"Heat"}""", Unchanged with { Label = "Heat" } },
        { """{"label":null}""", Unchanged with { Label = null } },
        { """{"unit":"K"}""", Unchanged with { Unit = "K" } },
        { """{"unit":null,"label":"Heat"}""", Unchanged with { Label = "Heat", Unit = null } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object fact) => Decide(json, Of()).ShouldAppend(fact);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"label":"Temperature","unit":"°C"}""")]
    [InlineData("""{"key":"temperature","data_type":"number","unknown":1}""")]
    public void what_is_so_already_makes_no_event(string json) => Decide(json, Of()).ShouldChangeNothing();

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object fact) =>
        Decide(json, Datapoint.Fold(Of(), fact)!).ShouldChangeNothing();

    [Theory]
    [InlineData("key", "\"Temperature\"")]
    [InlineData("key", "null")]
    [InlineData("data_type", "\"string\"")]
    [InlineData("data_type", "null")]
    [InlineData("data_type", "1")]
    public void key_and_type_are_for_life(string member, string value) =>
        Decide($$"""{"{{member}}":{{value}}}""", Of()).ShouldRefuse(422, "validation_failed", $"{member}: cannot be changed");

    [Fact]
    public void all_faults_are_told_at_once() => Decide("""{"key":"x","data_type":"x","label":7,"unit":7}""", Of()).Refusal!.Errors
        .Select(fault => fault.Field).ShouldBe(["key", "data_type", "label", "unit"]);
}

using IotPlatform.Datapoints;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Datapoints.SampleDatapoint;

namespace IotPlatform.Tests.Datapoints;

public sealed class CreateDatapointTests
{
    private static (CreateDatapoint Request, IReadOnlyList<string> Faults) Read(string json)
    {
        var body = Body.Parse(json);
        return (CreateDatapoint.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    [Theory]
    [InlineData("""{"key":"t"}""")]
    [InlineData("""{"key":"t","label":null,"unit":null,"data_type":null,"unknown":1}""")]
    public void a_key_is_all_that_a_datapoint_needs(string json)
    {
        var (request, faults) = Read(json);
        faults.ShouldBeEmpty();
        request.ShouldBe(new CreateDatapoint("t", null, null, DatapointType.Number));
    }

    [Theory]
    [InlineData("number", DatapointType.Number)]
    [InlineData("string", DatapointType.String)]
    [InlineData("boolean", DatapointType.Boolean)]
    public void everything_may_be_given(string word, DatapointType type)
    {
        var (request, faults) = Read($$"""{"key":"t","label":"Heat","unit":"K","data_type":"{{word}}"}""");
        faults.ShouldBeEmpty();
        CreateDatapointEndpoint.Decide(request, "datapoint-2", Now)
            .ShouldAppend(new DatapointDefined("datapoint-2", "t", "Heat", "K", type, Now));
    }

    [Fact]
    public void a_key_keeps_the_rule_of_keys()
    {
        Read("""{"key":"a b"}""").Faults.ShouldBe([$"key {DatapointKey.Rule}"]);
        Read($$"""{"key":"{{new string('x', 64)}}"}""").Faults.ShouldBeEmpty();
        Read($$"""{"key":"{{new string('x', 65)}}"}""").Faults.ShouldBe(["key must have 1 to 64 characters"]);
        Read("""{"key":""}""").Faults.ShouldBe(["key must not be blank"]);
        Read("""{"key":null}""").Faults.ShouldBe(["key must not be null"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(64)]
    public void no_number_of_characters_beyond_the_basic_plane_makes_a_key(int count) =>
        Read($$"""{"key":"{{string.Concat(Enumerable.Repeat("😀", count))}}"}""").Faults.ShouldBe([$"key {DatapointKey.Rule}"]);

    [Theory]
    [InlineData(100, 64, true)]
    [InlineData(101, 64, false)]
    [InlineData(100, 65, false)]
    public void label_and_unit_are_bounded(int label, int unit, bool fits) =>
        Read($$"""{"key":"t","label":"{{new string('x', label)}}","unit":"{{new string('x', unit)}}"}""").Faults
            .Count.ShouldBe(fits ? 0 : 1);

    [Fact]
    public void all_faults_are_told_at_once() => Read("""{"label":1,"unit":[],"data_type":"text"}""").Faults
        .ShouldBe(["key is required", "label must be a string", "unit must be a string",
            "data_type must be one of number, string, boolean"]);
}

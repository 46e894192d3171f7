using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Datapoints;

public sealed class defining_a_datapoint(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members = ["id", "key", "label", "unit", "data_type", "created_at", "updated_at"];

    [Fact]
    public async Task a_key_is_enough()
    {
        var datapoint = (await Api.PostAsync("datapoints", """{"key":"temperature"}""")).IsCreated("datapoints", Members);
        (datapoint.Member("key"), datapoint.Member("data_type")).ShouldBe(("temperature", "number"));
        (datapoint["label"].ValueKind, datapoint["unit"].ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        (await Api.GetAsync($"datapoints/{datapoint.Id}")).Is(200).Shows(datapoint).ETag.ShouldBe(datapoint.ETag);
    }

    [Theory]
    [InlineData("number")]
    [InlineData("string")]
    [InlineData("boolean")]
    public async Task it_comes_back_with_all_that_was_said_of_it(string type)
    {
        var datapoint = (await Api.PostAsync(
            "datapoints", $$"""{"key":"t.1_2-3","label":"Heat","unit":"°C","data_type":"{{type}}"}""")).Is(201);
        (datapoint.Member("key"), datapoint.Member("label"), datapoint.Member("unit"), datapoint.Member("data_type"))
            .ShouldBe(("t.1_2-3", "Heat", "°C", type));
    }

    [Theory]
    [InlineData("{}", "key")]
    [InlineData("""{"key":null,"label":7,"unit":[],"data_type":"float"}""", "key label unit data_type")]
    [InlineData("""{"key":"a b"}""", "key")]
    [InlineData("""{"key":"a/b"}""", "key")]
    [InlineData("""{"key":"ä"}""", "key")]
    [InlineData("""{"key":""}""", "key")]
    [InlineData("""{"key":"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"}""", "key")]
    [InlineData("""{"key":"x","data_type":"Number"}""", "data_type")]
    public async Task what_is_wrong_is_named_and_nothing_is_defined(string body, string fields)
    {
        (await Api.PostAsync("datapoints", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("datapoints")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task a_key_is_defined_once_and_case_counts()
    {
        var first = await Customer.DefineAsync();
        (await Api.PostAsync("datapoints", """{"key":"temperature","data_type":"string"}""")).IsProblem(409, "duplicate")
            .Member("detail")!.ShouldContain("'temperature'");
        await Customer.DefineAsync("Temperature");
        (await Api.GetAsync("datapoints")).Each("datapoints", "key").ShouldBe(["temperature", "Temperature"]);
        (await Api.GetAsync($"datapoints/{first}")).Member("data_type").ShouldBe("number");
    }

    [Fact]
    public async Task of_many_definitions_at_once_one_is_made()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Api.PostAsync("datapoints", """{"key":"temperature"}""")));
        answers.Count(answer => answer.Status is 201).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status is not 201)) refused.IsProblem(409, "duplicate");
        (await Api.GetAsync("datapoints")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task another_customer_has_keys_of_its_own()
    {
        var other = await Platform.NewCustomerAsync();
        var theirs = await other.DefineAsync();
        (await Customer.DefineAsync()).ShouldNotBe(theirs);
        (await Api.GetAsync($"datapoints/{theirs}")).IsProblem(404, "not_found");
        (await Api.GetAsync("datapoints")).Total.ShouldBe(1);
    }
}

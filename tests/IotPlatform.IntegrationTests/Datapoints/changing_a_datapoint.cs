using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Datapoints;

public sealed class changing_a_datapoint(PlatformFixture platform) : PlatformTest(platform)
{
    private Task<string> Define() => Customer.DefineAsync("temperature", """ "label":"Heat","unit":"°C" """);

    [Fact]
    public async Task what_is_absent_stays_and_what_is_null_is_cleared()
    {
        var id = await Define();
        var before = await Api.GetAsync($"datapoints/{id}");

        var relabelled = (await Api.PutAsync($"datapoints/{id}", """{"label":"New","unknown":1}""")).Is(200);
        var cleared = (await Api.PutAsync($"datapoints/{id}", """{"unit":null}""")).Is(200);

        (relabelled.Member("label"), relabelled.Member("unit")).ShouldBe(("New", "°C"));
        (cleared.Member("label"), cleared["unit"].ValueKind, cleared.Member("key")).ShouldBe(("New", JsonValueKind.Null, "temperature"));
        cleared.Member("created_at").ShouldBe(before.Member("created_at"));
        Answer.Time(cleared["updated_at"]).ShouldBeGreaterThan(Answer.Time(before["updated_at"]));
        (await Api.GetAsync($"datapoints/{id}")).Shows(cleared).ETag.ShouldBe("\"3\"");
    }

    [Theory]
    [InlineData("""{"key":"other"}""", "key")]
    [InlineData("""{"key":"Temperature","data_type":"string"}""", "key data_type")]
    [InlineData("""{"key":null,"data_type":null}""", "key data_type")]
    [InlineData("""{"label":7,"unit":{}}""", "label unit")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var id = await Define();
        (await Api.PutAsync($"datapoints/{id}", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"datapoints/{id}")).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        var datapoint = await Api.GetAsync($"datapoints/{await Define()}");
        (await Api.PutAsync($"datapoints/{datapoint.Id}", datapoint.Text)).Is(200).Shows(datapoint).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        var id = await Define();
        (await Api.PutAsync($"datapoints/{id}", """{"unit":"K"}""")).ETag.ShouldBe("\"2\"");
        (await Api.SendAsync(HttpMethod.Put, $"datapoints/{id}", """{"unit":"F"}""", ("If-Match", "\"1\""))).IsProblem(412, "conflict");
        (await Api.SendAsync(HttpMethod.Delete, $"datapoints/{id}", null as string, ("If-Match", "\"1\""))).IsProblem(412, "conflict");
        (await Api.GetAsync($"datapoints/{id}")).Member("unit").ShouldBe("K");
        (await Api.SendAsync(HttpMethod.Delete, $"datapoints/{id}", null as string, ("If-Match", "\"2\""))).Is(204);
    }

    [Fact]
    public async Task once_deleted_it_is_gone_and_its_key_is_free_again()
    {
        var id = await Define();
        (await Api.DeleteAsync($"datapoints/{id}")).Is(204).Text.ShouldBeEmpty();
        (await Api.DeleteAsync($"datapoints/{id}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"datapoints/{id}")).IsProblem(404, "not_found");
        (await Api.PutAsync($"datapoints/{id}", """{"unit":"K"}""")).IsProblem(404, "not_found");
        (await Api.GetAsync("datapoints")).Total.ShouldBe(0);
        (await Customer.DefineAsync("temperature", "\"data_type\":\"string\"")).ShouldNotBe(id);
        (await Api.GetAsync("datapoints")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task a_key_that_goes_and_comes_again_and_again_is_defined_at_most_once()
    {
        for (var round = 0; round < 8; round++)
        {
            var id = await Customer.DefineAsync();
            var answers = await Task.WhenAll(
                Api.DeleteAsync($"datapoints/{id}"), Api.PostAsync("datapoints", """{"key":"temperature"}"""),
                Api.PostAsync("datapoints", """{"key":"temperature"}"""), Api.PutAsync($"datapoints/{id}", """{"unit":"K"}"""));
            answers[0].Is(204);
            answers[1].Status.ShouldBeOneOf(201, 409);
            answers[2].Status.ShouldBeOneOf(201, 409);
            answers[3].Status.ShouldBeOneOf(200, 404);
            var left = (await Api.GetAsync("datapoints")).Each("datapoints", "id");
            left.Count.ShouldBe(answers.Count(answer => answer.Status is 201));
            foreach (var again in left) (await Api.DeleteAsync($"datapoints/{again}")).Is(204);
        }
    }
}

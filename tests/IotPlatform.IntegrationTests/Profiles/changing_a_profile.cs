using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class changing_a_profile(PlatformFixture platform) : PlatformTest(platform)
{
    private async Task<Answer> Create() => (await Api.PostAsync("profiles", """
        {"name":"Pump","description":"A pump","expected_topics":["a","b"],"reporting_interval_seconds":60,"metadata":{"a":1,"b":2} }
        """)).Is(201);

    [Theory]
    [InlineData("""{"name":"New"}""", "name", "\"New\"")]
    [InlineData("""{"description":null}""", "description", "null")]
    [InlineData("""{"expected_topics":["c"]}""", "expected_topics", "[\"c\"]")]
    [InlineData("""{"expected_topics":null}""", "expected_topics", "[]")]
    [InlineData("""{"reporting_interval_seconds":null}""", "reporting_interval_seconds", "null")]
    [InlineData("""{"metadata":{"c":3}}""", "metadata", "{\"c\":3}")]
    [InlineData("""{"metadata":null}""", "metadata", "{}")]
    public async Task what_was_sent_changes_and_the_rest_stays(string body, string member, string value)
    {
        var before = await Create();
        var after = (await Api.PutAsync($"profiles/{before.Id}", body)).Is(200);
        after[member].GetRawText().ShouldBe(value);
        foreach (var other in before.Json.EnumerateObject().Where(other => other.Name != member && other.Name != "updated_at"))
            JsonElement.DeepEquals(after[other.Name], other.Value).ShouldBeTrue(other.Name);
        Answer.Time(after["updated_at"]).ShouldBeGreaterThan(Answer.Time(before["updated_at"]));
        (await Api.GetAsync($"profiles/{before.Id}")).Shows(after).ETag.ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"","reporting_interval_seconds":1.5,"metadata":7}""", "name reporting_interval_seconds metadata")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var profile = await Create();
        (await Api.PutAsync($"profiles/{profile.Id}", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"profiles/{profile.Id}")).Shows(profile);
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        var profile = await Create();
        (await Api.PutAsync($"profiles/{profile.Id}", profile.Text)).Is(200).Shows(profile).ETag.ShouldBe("\"1\"");
        (await Api.PutAsync($"profiles/{profile.Id}", """{"device_count":7,"unknown":true}""")).Is(200).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        var id = (await Create()).Id;
        (await Api.PutAsync($"profiles/{id}", """{"name":"New"}""")).ETag.ShouldBe("\"2\"");
        (await Api.SendAsync(HttpMethod.Put, $"profiles/{id}", """{"name":"x"}""", ("If-Match", "\"1\""))).IsProblem(412, "conflict");
        (await Api.SendAsync(HttpMethod.Delete, $"profiles/{id}", null as string, ("If-Match", "\"1\""))).IsProblem(412, "conflict");
        (await Api.GetAsync($"profiles/{id}")).Member("name").ShouldBe("New");
        (await Api.SendAsync(HttpMethod.Put, $"profiles/{id}", """{"name":"x"}""", ("If-Match", "\"2\""))).Is(200);
        (await Api.SendAsync(HttpMethod.Delete, $"profiles/{id}", null as string, ("If-Match", "\"3\""))).Is(204);
    }

    [Fact]
    public async Task an_unknown_profile_is_a_404() =>
        (await Api.PutAsync("profiles/unknown", """{"name":"x"}""")).IsProblem(404, "not_found");
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class creating_a_profile(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
    [
        "id", "name", "description", "expected_topics", "reporting_interval_seconds", "metadata", "device_count", "created_at",
        "updated_at",
    ];

    [Theory]
    [InlineData("""{"name":"Pump"}""")]
    [InlineData("""{"name":"Pump","description":null,"expected_topics":null,"reporting_interval_seconds":null,"metadata":null}""")]
    public async Task a_name_is_enough(string body)
    {
        var profile = (await Api.PostAsync("profiles", body)).IsCreated("profiles", Members);
        (profile.Member("name"), profile["description"].ValueKind, profile.DeviceCount).ShouldBe(("Pump", JsonValueKind.Null, 0));
        (profile["expected_topics"].GetRawText(), profile["metadata"].GetRawText()).ShouldBe(("[]", "{}"));
        profile["reporting_interval_seconds"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.GetAsync($"profiles/{profile.Id}")).Is(200).Shows(profile).ETag.ShouldBe(profile.ETag);
    }

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        var profile = (await Api.PostAsync("profiles", """
            {"name":"Pump","description":"A pump","expected_topics":["devices/+/telemetry","x"],"reporting_interval_seconds":60,
             "metadata":{"a":{"b":[1,null,"ü"]}},"device_count":9}
            """)).Is(201);
        (profile.Member("description"), profile["reporting_interval_seconds"].GetInt32(), profile.DeviceCount).ShouldBe(("A pump", 60, 0));
        profile["expected_topics"].GetRawText().ShouldBe("""["devices/+/telemetry","x"]""");
        JsonElement.DeepEquals(profile["metadata"], JsonElement.Parse("""{"a":{"b":[1,null,"ü"]}}""")).ShouldBeTrue();
        (await Api.GetAsync($"profiles/{profile.Id}")).Shows(profile);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData(
        """{"name":null,"description":7,"expected_topics":"x","reporting_interval_seconds":0,"metadata":[]}""",
        "name description expected_topics reporting_interval_seconds metadata")]
    [InlineData("""{"name":"x","expected_topics":["a",7," "]}""", "expected_topics[1] expected_topics[2]")]
    public async Task what_is_wrong_is_named_and_nothing_is_created(string body, string fields)
    {
        (await Api.PostAsync("profiles", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("profiles")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task metadata_may_have_16_KiB()
    {
        static string Body(int bytes) => $$"""{"metadata":{"a":"{{new string('x', bytes - 8)}}"},"name":"x"}""";
        (await Api.PostAsync("profiles", Body(16 * 1024))).Is(201);
        (await Api.PostAsync("profiles", Body((16 * 1024) + 1))).IsInvalid("metadata");
    }
}

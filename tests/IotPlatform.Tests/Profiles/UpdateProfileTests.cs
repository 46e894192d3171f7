using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Profiles.SampleProfile;

namespace IotPlatform.Tests.Profiles;

public sealed class UpdateProfileTests
{
    private static readonly ProfileRevised Unchanged = new("profile-1", "Pump", "A pump", ["devices/+/telemetry"], 60, Metadata, Now);

    private static Decision Decide(string json, Profile profile) =>
        Change.Decide<UpdateProfile, Profile>(JsonElement.Parse(json), profile, Now, UpdateProfileEndpoint.Decide);

    public static TheoryData<string, object> Changes => new()
    {
        { """{"name":"New"}""", Unchanged with { Name = "New" } },
        { """{"description":null}""", Unchanged with { Description = null } },
        { """{"expected_topics":["a","a","b"]}""", Unchanged with { ExpectedTopics = ["a", "b"] } },
        { """{"expected_topics":null}""", Unchanged with { ExpectedTopics = [] } },
        { """{"expected_topics":[]}""", Unchanged with { ExpectedTopics = [] } },
        { """{"reporting_interval_seconds":61}""", Unchanged with { ReportingIntervalSeconds = 61 } },
        { """{"reporting_interval_seconds":null}""", Unchanged with { ReportingIntervalSeconds = null } },
        { """{"metadata":{"other":1}}""", Unchanged with { Metadata = JsonElement.Parse("""{"other":1}""") } },
        { """{"metadata":null}""", Unchanged with { Metadata = Body.NoMetadata } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object fact) => Decide(json, Of()).ShouldAppend(fact);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Pump","description":"A pump"}""")]
    [InlineData("""{"expected_topics":["devices/+/telemetry","devices/+/telemetry"],"reporting_interval_seconds":60}""")]
    [InlineData("""{"metadata":{ "vendor" : "x" },"device_count":7,"unknown":1}""")]
    public void what_is_so_already_makes_no_event(string json) => Decide(json, Of()).ShouldChangeNothing();

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object fact) =>
        Decide(json, Profile.Fold(Of(), fact)!).ShouldChangeNothing();

    [Fact]
    public void the_order_of_topics_counts() =>
        Decide("""{"expected_topics":["b","a"]}""", Of(Unchanged with { ExpectedTopics = ["a", "b"] })).Events.ShouldHaveSingleItem();

    [Fact]
    public void all_faults_are_told_at_once() => Decide(
        """{"name":null,"description":7,"expected_topics":[7],"reporting_interval_seconds":0,"metadata":"x"}""", Of()).Refusal!.Errors
        .Select(fault => fault.Field).ShouldBe(["name", "description", "expected_topics[0]", "reporting_interval_seconds", "metadata"]);
}

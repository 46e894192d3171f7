using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Profiles.SampleProfile;

namespace IotPlatform.Tests.Profiles;

public sealed class CreateProfileTests
{
    private const int Year = 366 * 86_400;

    private static (CreateProfile Request, IReadOnlyList<string> Faults) Read(string json)
    {
        var body = Body.Parse(json);
        return (CreateProfile.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    private static string Topics(params IEnumerable<string> topics) =>
        $$"""{"name":"A","expected_topics":{{JsonSerializer.Serialize(topics)}}}""";

    [Theory]
    [InlineData("""{"name":"A"}""")]
    [InlineData("""{"name":"A","description":null,"expected_topics":null,"reporting_interval_seconds":null,"metadata":null}""")]
    [InlineData("""{"name":"A","expected_topics":[],"metadata":{},"unknown":1}""")]
    public void a_name_is_all_that_a_profile_needs(string json)
    {
        var (request, faults) = Read(json);
        faults.ShouldBeEmpty();
        CreateProfileEndpoint.Decide(request, "profile-2", Now)
            .ShouldAppend(new ProfileCreated("profile-2", "A", null, [], null, Body.NoMetadata, Now));
    }

    [Fact]
    public void everything_may_be_given()
    {
        var (request, faults) = Read(
            """{"name":"A","description":"d","expected_topics":["a/b","c"],"reporting_interval_seconds":60,"metadata":{"vendor":"x"}}""");
        faults.ShouldBeEmpty();
        CreateProfileEndpoint.Decide(request, "profile-2", Now)
            .ShouldAppend(new ProfileCreated("profile-2", "A", "d", ["a/b", "c"], 60, Metadata, Now));
    }

    [Fact]
    public void a_topic_that_is_named_twice_is_expected_once() => Read(Topics("b", "a", "b")).Request.ExpectedTopics.ShouldBe(["b", "a"]);

    [Fact]
    public void topics_are_bounded_in_number_and_length()
    {
        Read(Topics(Enumerable.Range(0, 100).Select(number => $"{number}"))).Faults.ShouldBeEmpty();
        Read(Topics(Enumerable.Range(0, 101).Select(number => $"{number}"))).Faults
            .ShouldBe(["expected_topics must be an array of at most 100 strings"]);
        Read(Topics(new string('x', 256))).Faults.ShouldBeEmpty();
        Read(Topics("a", new string('x', 257), "")).Faults
            .ShouldBe(["expected_topics[1] must have 1 to 256 characters", "expected_topics[2] must not be blank"]);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("31622400", true)]
    [InlineData("31622401", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("\"60\"", false)]
    [InlineData("9999999999", false)]
    public void the_interval_is_a_whole_number_of_seconds_up_to_a_year(string interval, bool fits) =>
        Read($$"""{"name":"A","reporting_interval_seconds":{{interval}}}""").Faults
            .ShouldBe(fits ? [] : [$"reporting_interval_seconds must be a whole number from 1 to {Year}"]);

    [Fact]
    public void all_faults_are_told_at_once() =>
        Read("""{"description":1,"expected_topics":"a","reporting_interval_seconds":0,"metadata":[]}""").Faults
            .Select(fault => fault.Split(' ')[0])
            .ShouldBe(["name", "description", "expected_topics", "reporting_interval_seconds", "metadata"]);
}

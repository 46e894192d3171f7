using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SampleSilence;

namespace IotPlatform.Tests.Notifications;

public sealed class CreateSilenceTests
{
    private const string By = "api_key:Zk3Qm9XbTa";
    private const string Everything = """{"severities":["info","warning","critical"]}""";

    private static readonly Instant End = Made + Duration.FromHours(2);

    private static (CreateSilence Request, IReadOnlyList<string> Faults) Read(string members, string matchers = Everything)
    {
        var body = Body.Parse($$"""{"ends_at":"2026-03-01T14:00:00Z","matchers":{{matchers}}{{(members.Length > 0 ? "," : "")}}{{members}}}""");
        return (CreateSilence.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    private static Decision Decide(string members, string matchers = Everything)
    {
        var (request, faults) = Read(members, matchers);
        faults.ShouldBeEmpty();
        return CreateSilenceEndpoint.Decide(request, "silence-1", By, Made);
    }

    [Fact]
    public void matchers_and_an_end_are_all_that_it_needs_and_it_begins_now() =>
        Decide("").ShouldAppend(new SilenceCreated("silence-1", SampleSilence.Everything, Made, End, null, null, By, Made));

    [Fact]
    public void everything_may_be_given() => Decide(
        """
        "starts_at":"2026-03-01T15:00:00+02:00","comment":"New pumps",
        "recurrence":{"days":["monday","sunday","monday"],"from":"22:00","to":"06:30","time_zone":"Europe/Oslo"}
        """,
        """{"severities":["info"],"rule_ids":["r","r"],"device_ids":["d"],"group_ids":["g"],"tags":["t"]}""").ShouldAppend(new SilenceCreated(
            "silence-1", new([Severity.Info], ["r"], ["d"], ["g"], ["t"]), Made + Duration.FromHours(1), End,
            new([IsoDayOfWeek.Monday, IsoDayOfWeek.Sunday], new(22, 0), new(6, 30), "Europe/Oslo"), "New pumps", By, Made));

    [Fact]
    public void nulls_stand_for_what_is_left_out() => Decide(
        """
        "starts_at":null,"comment":null,"recurrence":null
        """,
        """{"severities":null,"rule_ids":null,"device_ids":["d"],"group_ids":null,"tags":null}""").ShouldAppend(
            new SilenceCreated("silence-1", new([], [], ["d"], [], []), Made, End, null, null, By, Made));

    [Fact]
    public void without_days_it_recurs_every_day() => Read("""
        "recurrence":{"from":"00:00","to":"00:00","time_zone":"UTC"}
        """).Request.Recurrence!.Days.ShouldBeEmpty();

    [Theory]
    [InlineData("""
        "ends_at":"2026-03-01T12:00:00Z"
        """, "must be in the future")]
    [InlineData("""
        "starts_at":"2026-03-01T14:00:00Z"
        """, "must be after starts_at")]
    [InlineData("""
        "ends_at":"2027-03-02T12:00:00.001Z"
        """, "must be at most 366 days after starts_at")]
    public void it_ends_in_the_future_after_its_beginning_within_a_year(string members, string fault) =>
        Decide(members).ShouldRefuse(422, "validation_failed", $"ends_at: {fault}");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"severities":[],"rule_ids":[],"device_ids":[],"group_ids":[],"tags":[]}""")]
    [InlineData("""{"severity":["info"]}""")]
    public void nobody_silences_everything_by_leaving_something_out(string matchers) => Read("", matchers).Faults
        .ShouldBe(["matchers must have a list that is not empty; with all three severities they are about every alarm"]);

    [Theory]
    [InlineData("""{"severities":["fatal"]}""", "matchers.severities must be of info, warning, critical; 'fatal' is none")]
    [InlineData("""{"device_ids":[1]}""", "matchers.device_ids[0] must be a string")]
    [InlineData("[]", "matchers must be an object")]
    public void an_unfit_matcher_is_a_fault(string matchers, string fault) => Read("", matchers).Faults.ShouldBe([fault]);

    [Theory]
    [InlineData("""{"from":"22:00","to":"06:00","time_zone":"Europe/Atlantis"}""",
        "recurrence.time_zone must be the name of a time zone such as Europe/Oslo or UTC; 'Europe/Atlantis' is none")]
    [InlineData("""{"from":"24:00","to":"06:00","time_zone":"UTC"}""", "recurrence.from must be a time of day from 00:00 to 23:59")]
    [InlineData("""{"from":"22:00","to":"6","time_zone":"UTC"}""", "recurrence.to must be a time of day from 00:00 to 23:59")]
    [InlineData("""{"from":"22:00","to":"06:00","time_zone":"UTC","days":["none"]}""",
        "recurrence.days must be of monday, tuesday, wednesday, thursday, friday, saturday, sunday; 'none' is none")]
    [InlineData("""{"from":"22:00","to":"06:00"}""", "recurrence.time_zone is required")]
    [InlineData("[]", "recurrence must be an object")]
    public void an_unfit_recurrence_is_a_fault(string recurrence, string fault) =>
        Read($"\"recurrence\":{recurrence}").Faults.ShouldBe([fault]);

    [Fact]
    public void matchers_and_an_end_are_required()
    {
        var body = Body.Parse("{}");
        CreateSilence.Read(body);
        body.Faults.ShouldBe([new("matchers", "is required"), new("ends_at", "is required")]);
    }
}

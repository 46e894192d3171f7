using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;
using static IotPlatform.IntegrationTests.Notifications.SilenceSteps;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class asking_for_silence(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
        ["id", "matchers", "starts_at", "ends_at", "recurrence", "comment", "created_by", "created_at", "updated_at"];

    [Fact]
    public async Task it_begins_at_once_unless_it_is_said_when()
    {
        var silence = (await Customer.SilenceAsync("")).IsCreated("notifications/silences", Members);
        silence.Member("starts_at").ShouldBe(silence.Member("created_at"));
        silence.Member("created_by").ShouldBe(Customer.Actor);
        foreach (var absent in new[] { "recurrence", "comment" }) silence[absent].ValueKind.ShouldBe(JsonValueKind.Null, absent);
        silence["matchers"].EnumerateObject().Select(list => list.Value.GetArrayLength()).ShouldBe([3, 0, 0, 0, 0]);
        (await Api.GetAsync($"notifications/silences/{silence.Id}")).Is(200).Shows(silence);
    }

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        const string matchers = """{"severities":["info"],"rule_ids":["r"],"device_ids":["not-there-yet"],"group_ids":["g"],"tags":["t"]}""";
        const string recurrence = """{"days":["monday","sunday"],"from":"22:00","to":"06:30","time_zone":"Europe/Oslo"}""";
        var start = InHours(1);
        var silence = (await Customer.SilenceAsync($"\"starts_at\":\"{start}\",\"comment\":\"New pumps\",\"recurrence\":{recurrence}", matchers)).Is(201);
        JsonElement.DeepEquals(silence["matchers"], JsonElement.Parse(matchers)).ShouldBeTrue(silence.Text);
        JsonElement.DeepEquals(silence["recurrence"], JsonElement.Parse(recurrence)).ShouldBeTrue(silence.Text);
        silence.Member("comment").ShouldBe("New pumps");
        Answer.Time(silence["starts_at"]).ShouldBe(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));
        (await Api.GetAsync($"notifications/silences/{silence.Id}")).Is(200).Shows(silence);
    }

    [Theory]
    [InlineData("{}", "matchers ends_at")]
    [InlineData("""{"matchers":{},"ends_at":"soon"}""", "matchers ends_at")]
    [InlineData("""{"matchers":{"severities":["fatal"],"tags":[""]},"ends_at":"2020-01-01T00:00:00Z"}""", "matchers.severities matchers.tags[0]")]
    [InlineData("""{"matchers":{"tags":["x"]},"ends_at":"2020-01-01T00:00:00Z"}""", "ends_at")]
    [InlineData("""{"matchers":{"tags":["x"]},"ends_at":"2999-01-01T00:00:00Z"}""", "ends_at")]
    [InlineData("""{"matchers":{"tags":["x"]},"ends_at":"2999-01-01T00:00:00Z","recurrence":{"from":"25:00"}}""",
        "recurrence.from recurrence.to recurrence.time_zone")]
    public async Task what_is_wrong_is_named_and_nothing_is_created(string body, string fields)
    {
        (await Api.PostAsync("notifications/silences", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("notifications/silences")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task who_ends_it_ends_it_for_all_and_its_history_tells_of_it()
    {
        var path = $"notifications/silences/{(await Customer.SilenceAsync("")).Is(201).Id}";
        (await Api.DeleteAsync(path)).Is(204);
        (await Api.DeleteAsync(path)).IsProblem(404, "not_found");
        (await Api.GetAsync(path)).IsProblem(404, "not_found");
        (await Api.GetAsync($"{path}/history")).Is(200).Each("events", "event_type").ShouldBe(["silence_created", "silence_deleted"]);
        (await Api.GetAsync("notifications/silences")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task they_are_listed_in_any_order()
    {
        foreach (var (name, start, end) in new[] { ("A", 1, 30), ("B", 3, 20), ("C", 2, 10) })
            (await Customer.SilenceAsync($"\"comment\":\"{name}\",\"starts_at\":\"{InHours(start)}\"", hours: end)).Is(201);
        await Shows("", "A B C");
        await Shows("sort=-created_at", "C B A");
        await Shows("sort=starts_at", "A C B");
        await Shows("sort=ends_at&page_size=2", "C B");
        (await Api.GetAsync("notifications/silences?sort=comment")).IsInvalid("sort");
    }

    private async Task Shows(string query, string expected) =>
        (await Api.GetAsync($"notifications/silences?{query}")).Is(200).Each("silences", "comment").ShouldBe(expected.Split(' '), query);
}

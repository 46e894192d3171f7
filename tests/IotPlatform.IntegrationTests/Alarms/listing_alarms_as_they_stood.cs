using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class listing_alarms_as_they_stood(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Queries =
    [
        "", "status=active", "status=acknowledged,resolved", "severity=critical", "severity=critical,info&status=resolved", "device_id=d1",
        "rule_id=r2&status=active", "sort=created_at", "sort=-updated_at", "sort=status", "sort=-last_triggered_at", "page_size=3&page=2",
        "status=active&page_size=2&sort=severity",
    ];

    private long _position;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task after_any_happenings_the_list_is_what_it_was_with_every_filter_order_and_page(int seed)
    {
        var random = new Random(seed);
        List<(Instant At, string Query, Answer Seen)> seen = [];
        for (var step = 0; step < 60; step++)
        {
            await HappenAsync(random);
            if (step % 3 > 0) continue;
            var now = Now;
            foreach (var query in Queries) seen.Add((now, query, (await Api.GetAsync($"alarms?{query}")).Is(200)));
        }

        seen.Where(one => one.Query.Length == 0).ShouldContain(one => one.Seen.Total > 5);
        foreach (var (at, query, then) in seen) (await StoodAsync(at, query)).Is(200).Shows(then);
    }

    [Fact]
    public async Task one_that_was_made_since_is_not_on_it_and_one_that_was_changed_is_as_it_was()
    {
        var before = Now;
        await FireAsync("r1", "d1", Severity.Warning);
        var alarm = await Customer.AlarmAsync();
        var opened = (await Api.GetAsync($"alarms/{alarm}")).Is(200);
        (await Api.PostAsync($"alarms/{alarm}/resolve")).Is(200);

        (await StoodAsync(before)).Is(200).Total.ShouldBe(0);
        var then = (await Api.GetAsync($"alarms?as_of={opened.Member("updated_at")}")).Is(200);
        then.Total.ShouldBe(1);
        JsonElement.DeepEquals(then.Items("alarms")[0], opened.Json).ShouldBeTrue();
        (await Api.GetAsync($"alarms?status=resolved&as_of={opened.Member("updated_at")}")).Is(200).Total.ShouldBe(0);
        (await Api.GetAsync("alarms?as_of=2199-01-01T00:00:00Z")).Is(200).Each("alarms", "status").ShouldBe(["resolved"]);
        (await Api.GetAsync("alarms?as_of=0000-01-01T00:00:00Z")).Is(200).Total.ShouldBe(0);
    }

    [Fact]
    public async Task it_is_ones_own_alone()
    {
        await FireAsync("r1", "d1", Severity.Warning);
        var alarm = await Customer.AlarmAsync();
        var then = Now;
        (await Api.PostAsync($"alarms/{alarm}/resolve")).Is(200);
        var stranger = await Platform.NewCustomerAsync();
        (await stranger.Api.GetAsync($"alarms?as_of={Json.Format(then)}")).Is(200).Total.ShouldBe(0);
    }

    [Fact]
    public async Task a_moment_that_is_none_is_a_422() =>
        (await Api.GetAsync("alarms?as_of=yesterday&status=open&page=0")).IsInvalid("as_of", "status", "page");

    [Fact]
    public async Task who_is_in_a_group_now_says_nothing_of_then() =>
        (await Api.GetAsync($"alarms?group_id=x&as_of={Json.Format(Now)}")).IsInvalid("group_id");

    [Fact]
    public async Task other_lists_know_no_past() => (await Api.GetAsync("devices?as_of=yesterday")).Is(200);

    private Instant Now => Platform.Get<IClock>().GetCurrentInstant();

    private Task<Answer> StoodAsync(Instant moment, string query = "") => Api.GetAsync($"alarms?{query}&as_of={Json.Format(moment)}");

    private async Task HappenAsync(Random random)
    {
        var alarms = await Customer.AlarmsAsync("page_size=100");
        if (alarms.Count == 0 || random.Next(3) == 0)
        {
            var severity = random.Next(3);
            await FireAsync(
                $"r{severity}", $"d{random.Next(4)}", (Severity)severity, random.Next(4) == 0 ? FiringStep.Resolve : FiringStep.Trigger);
            return;
        }
        var id = alarms[random.Next(alarms.Count)].GetProperty("id").GetString();
        string[] actions = ["acknowledge", "resolve", "reopen"];
        (await Api.PostAsync($"alarms/{id}/{actions[random.Next(3)]}", $$"""{"note":"{{random.Next()}}"}""")).Status.ShouldBeOneOf(200, 409);
    }

    private Task FireAsync(string rule, string device, Severity severity, FiringStep step = FiringStep.Trigger)
    {
        var details = JsonElement.Parse("""{"evidence":{}}""");
        var firing = new Firing(Customer.Id, rule, "Too warm", "threshold", severity, device, "Pump", "31 > 30", details, ++_position, Now);
        return Platform.Get<RecordFiring>().RecordAsync([new(step, firing)], default);
    }
}

using IotPlatform.Connectivity;
using IotPlatform.Devices;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Health;

public sealed class asking_for_a_devices_health(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members = ["device_id", "score", "status", "components", "overrides", "calculated_at"];

    [Fact]
    public async Task before_the_first_contact_it_is_unknown()
    {
        await Customer.RegisterAsync();
        var health = await HealthAsync();
        health.Json.EnumerateObject().Select(member => member.Name).ShouldBe(Members, ignoreOrder: true);
        (health.Member("device_id"), health.Member("status"), health["score"].GetInt32()).ShouldBe(("pump-1", "unknown", 0));
        health["overrides"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task a_device_that_is_connected_and_reports_has_a_hundred()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await connection.MeasureAsync(20);
        var health = await HealthAsync();
        (health.Member("status"), health["score"].GetInt32()).ShouldBe(("healthy", 100));
        var parts = health["components"];
        parts.EnumerateObject().Select(part => (part.Name, part.Value.GetProperty("score").GetInt32(), part.Value.GetProperty("weight").GetDouble()))
            .ShouldBe([("uptime", 100, 0.3), ("alarms", 100, 0.3), ("stability", 100, 0.2), ("freshness", 100, 0.2)]);
        Detail(health, "uptime").ShouldEndWith("since its first connection");
        Detail(health, "freshness").ShouldEndWith("expected every 1 h");
    }

    [Fact]
    public async Task a_device_that_posts_over_http_has_a_hundred_without_a_connection()
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync("devices/pump-1/telemetry", """{"temperature":20}""")).Is(200);
        var health = await HealthAsync();
        health["score"].GetInt32().ShouldBe(100);
        Detail(health, "uptime").ShouldBe("never connected");
    }

    [Fact]
    public async Task open_alarms_weigh_until_they_are_resolved_and_half_once_acknowledged()
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"severity\":\"critical\"");
        Score(await HealthAsync(), "alarms").ShouldBe(50);
        await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge");
        Score(await HealthAsync(), "alarms").ShouldBe(75);
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        Score(await HealthAsync(), "alarms").ShouldBe(100);
    }

    [Fact]
    public async Task another_devices_alarms_do_not_count()
    {
        await using var hot = await Customer.OverheatAsync();
        await Customer.RegisterAsync("pump-2");
        Score(await HealthAsync("pump-2"), "alarms").ShouldBe(100);
    }

    [Fact]
    public async Task a_connection_that_breaks_costs_stability_and_one_that_is_closed_does_not()
    {
        var device = await Customer.RegisterAsync();
        await using (await Customer.ConnectAsync(device))
        {
        }
        // A device that comes back before its goodbye has arrived takes itself over.
        await Poll.UntilAsync(async () => !(await Api.GetAsync("devices/pump-1"))["is_connected"].GetBoolean(), "it is gone");
        await using var first = await Customer.ConnectAsync(device);
        await using var second = await Customer.ConnectAsync(device);
        await Poll.UntilAsync(async () => Score(await HealthAsync(), "stability") == 90, "the take-over has broken the first one");
        Detail(await HealthAsync(), "stability").ShouldBe("1 unclean disconnect in the last 24 h");
    }

    [Fact]
    public async Task uptime_is_the_share_of_the_day_since_the_first_connection()
    {
        await Customer.RegisterAsync();
        var (now, log) = (SystemClock.Instance.GetCurrentInstant(), Platform.Get<IConnectionLog>());
        var handle = await Platform.Get<DeviceStates>().HandleAsync(Customer.Id, "pump-1", default);
        var connection = await log.OpenedAsync(new ConnectionStart(handle, null, "5.0/tcp", now - Duration.FromHours(4)));
        await log.ClosedAsync(connection, new ConnectionEnd(true, "client_disconnected", now - Duration.FromHours(3)));
        await Poll.UntilAsync(
            async () => Detail(await HealthAsync(), "uptime") == "connected 1 h of 4 h since its first connection", "the log is written");
        Score(await HealthAsync(), "uptime").ShouldBe(25, 0.1);
    }

    [Fact]
    public async Task data_ages_by_the_profiles_interval_and_expected_topics_are_missed()
    {
        var device = await Customer.RegisterAsync();
        var profile = (await Api.PostAsync("profiles", """
            {"name":"Pump","reporting_interval_seconds":60,"expected_topics":["telemetry","devices/+/status","events/door","telemetry/pressure"]}
            """)).Is(201).Id;
        (await Api.PostAsync($"profiles/{profile}/apply/pump-1")).Is(200);
        await using var connection = await Customer.ConnectAsync(device);
        var ts = DateTimeOffset.UtcNow.AddSeconds(-180).ToUnixTimeMilliseconds();
        await connection.PublishAsync($$"""{"values":{"temperature":20},"ts":{{ts}}}""");

        var health = await HealthAsync();
        Score(health, "freshness").ShouldBe(50, 5);
        Detail(health, "freshness")
            .ShouldEndWith("expected every 1 min; not seen in that time: telemetry, devices/+/status, events/door, telemetry/pressure");

        await connection.PublishAsync("""{"pressure":2}""");
        await connection.PublishAsync("\"ok\"", "status");
        health = await HealthAsync();
        Score(health, "freshness").ShouldBe(100);
        Detail(health, "freshness").ShouldEndWith("not seen in that time: events/door");
    }

    [Fact]
    public async Task a_rule_that_marks_it_caps_the_score_until_it_clears()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        var rule = await Customer.CreateRuleAsync("\"actions\":[\"mark_unhealthy\"]");
        await connection.MeasureAsync(31);

        var health = await Poll.ForAsync(
            async () => await HealthAsync() is var answer && answer["overrides"].GetArrayLength() == 1 ? answer : null, "the device is marked");
        (health.Member("status"), health["score"].GetInt32()).ShouldBe(("unhealthy", 49));
        var mark = health["overrides"][0];
        (mark.GetProperty("type").GetString(), mark.GetProperty("rule_id").GetString(), mark.GetProperty("rule_name").GetString())
            .ShouldBe(("rule", rule, "Rule 1"));
        var latest = (await Api.GetAsync("devices/pump-1/telemetry/latest"))["values"].GetProperty("temperature").GetProperty("timestamp");
        mark.GetProperty("since").GetString().ShouldBe(latest.GetString());

        await connection.MeasureAsync(20);
        await Poll.UntilAsync(async () => (await HealthAsync())["score"].GetInt32() == 100, "the mark has ended");
    }

    [Fact]
    public async Task an_unknown_device_has_none() => (await Api.GetAsync("devices/unknown/health")).IsProblem(404, "not_found");

    private async Task<Answer> HealthAsync(string deviceId = "pump-1") => (await Api.GetAsync($"devices/{deviceId}/health")).Is(200);

    private static double Score(Answer health, string part) => health["components"].GetProperty(part).GetProperty("score").GetDouble();

    private static string Detail(Answer health, string part) => health["components"].GetProperty(part).GetProperty("detail").GetString()!;
}

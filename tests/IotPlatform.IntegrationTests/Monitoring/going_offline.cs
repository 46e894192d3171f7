using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Monitoring;

public sealed class going_offline(ClockedPlatform platform) : ClockedTest(platform)
{
    private Task<string> RuleAsync(string config = """{"timeout_seconds":5}""", string members = "\"auto_resolve\":true") =>
        Customer.CreateRuleAsync("offline", config, members);

    [Fact]
    public async Task a_device_that_stays_away_has_an_alarm_until_it_connects()
    {
        var device = await Customer.RegisterAsync();
        await RuleAsync();
        await using (await Customer.ConnectAsync(device))
        {
            Platform.Advance(60);
            await WitnessAsync();
            (await Customer.AlarmsAsync("device_id=pump-1")).ShouldBeEmpty();
        }
        await DisconnectedAsync("pump-1");
        Platform.Advance(5);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync("device_id=pump-1")}");
        (alarm.Member("rule_type"), alarm.Member("message")).ShouldBe(("offline", "offline for 5 s"));

        await using var again = await Customer.ConnectAsync(device);
        await Customer.AlarmIsAsync(alarm.Id, now => now.Member("resolution") == "auto", "resolved");
    }

    [Fact]
    public async Task with_no_timeout_it_has_one_at_once()
    {
        var device = await Customer.RegisterAsync();
        await RuleAsync("""{"timeout_seconds":0}""");
        await (await Customer.ConnectAsync(device)).DisposeAsync();
        await Customer.AlarmAsync();
    }

    [Fact]
    public async Task a_device_that_never_connected_has_none()
    {
        await Customer.RegisterAsync();
        await RuleAsync();
        await WitnessAsync();
        (await Customer.AlarmsAsync("device_id=pump-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_session_that_takes_over_another_is_no_absence()
    {
        var device = await Customer.RegisterAsync();
        await RuleAsync("""{"timeout_seconds":0}""");
        await using var first = await Customer.ConnectAsync(device);
        await using var second = await Customer.ConnectAsync(device);
        await Poll.UntilAsync(() => !first.IsConnected, "the first is dropped");
        await WitnessAsync();
        (await Customer.AlarmsAsync("device_id=pump-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_rule_made_while_a_device_is_away_counts_from_its_leaving()
    {
        var device = await Customer.RegisterAsync();
        await (await Customer.ConnectAsync(device)).DisposeAsync();
        await DisconnectedAsync("pump-1");
        Platform.Advance(30);
        await RuleAsync("""{"timeout_seconds":20}""");
        await Customer.AlarmAsync();
    }

    [Fact]
    public async Task a_device_that_is_switched_on_has_time_to_connect()
    {
        var device = await Customer.RegisterAsync();
        await RuleAsync();
        await (await Customer.ConnectAsync(device)).DisposeAsync();
        await DisconnectedAsync("pump-1");
        await Api.PatchAsync("devices/pump-1", """{"is_active":false}""");
        Platform.Advance(60);
        await Api.PatchAsync("devices/pump-1", """{"is_active":true}""");
        Platform.Advance(4);
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        Platform.Advance(1);
        await Customer.AlarmAsync();
    }

    [Fact]
    public async Task a_restart_disconnects_everybody_and_is_held_against_nobody_who_comes_back()
    {
        TestDevice[] devices = [await Customer.RegisterAsync("back"), await Customer.RegisterAsync("dead")];
        await RuleAsync("""{"timeout_seconds":0}""");
        DeviceConnection[] connections = [await Customer.ConnectAsync(devices[0]), await Customer.ConnectAsync(devices[1])];

        await RestartAfterAsync(600);

        foreach (var connection in connections) await connection.DisposeAsync();
        Platform.Advance(10);
        await using var back = await Customer.ConnectAsync(devices[0]);
        (await Customer.AlarmsAsync()).ShouldBeEmpty("devices have time to connect again");
        Platform.Advance(10);
        await Customer.AlarmAsync();
        (await Customer.AlarmsAsync()).Single().GetProperty("device_id").GetString().ShouldBe("dead");
    }

    private Task DisconnectedAsync(string deviceId) => Poll.UntilAsync(
        async () => (await Api.GetAsync($"devices/{deviceId}"))["is_connected"].GetBoolean() is false, "the platform has seen it go");

    // What it has an alarm for happened after all that the test did before.
    private async Task WitnessAsync()
    {
        var witness = await Customer.RegisterAsync("witness");
        await (await Customer.ConnectAsync(witness)).DisposeAsync();
        await DisconnectedAsync("witness");
        Platform.Advance(5);
        await Customer.AlarmAsync("device_id=witness");
    }
}

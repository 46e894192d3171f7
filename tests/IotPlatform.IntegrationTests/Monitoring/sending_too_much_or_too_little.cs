using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Monitoring;

public sealed class sending_too_much_or_too_little(ClockedPlatform platform) : ClockedTest(platform)
{
    private const string Resolving = "\"auto_resolve\":true";

    [Theory]
    [InlineData("""{"window_seconds":10,"max_messages":3}""")]
    [InlineData("""{"window_seconds":10,"operator":">","value":3}""")]
    [InlineData("""{"window_seconds":10,"operator":">=","value":4}""")]
    public async Task one_message_too_many_in_the_window_fires_and_time_clears(string config)
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync("message_rate", config, Resolving);
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(1, 2, 3);
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        await connection.MeasureAsync(4);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm.Member("message").ShouldBe("4 messages in 10 s, more than 3");

        Platform.Advance(10);
        await Customer.AlarmIsAsync(alarm.Id, now => now.Member("resolution") == "auto", "resolved by time");
    }

    [Fact]
    public async Task too_few_fire_after_a_whole_window_since_the_first_contact()
    {
        var device = await Customer.RegisterAsync();
        await Customer.RegisterAsync("never-seen");
        await Customer.CreateRuleAsync("message_rate", """{"window_seconds":10,"min_messages":2}""", Resolving);
        Platform.Advance(30);
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(1);
        Platform.Advance(8);
        (await Customer.AlarmsAsync()).ShouldBeEmpty("no window has passed yet");
        Platform.Advance(3);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm.Member("device_id").ShouldBe("pump-1");

        await connection.MeasureAsync(2, 3);
        await Customer.AlarmIsAsync(alarm.Id, now => now.Member("resolution") == "auto", "resolved");
    }

    [Fact]
    public async Task too_many_reconnects_fire_and_the_first_connect_is_none()
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync("reconnect_rate", """{"window_seconds":60,"max_reconnects":1}""", Resolving);
        for (var i = 0; i < 2; i++) await (await Customer.ConnectAsync(device)).DisposeAsync();
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        await using var third = await Customer.ConnectAsync(device);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm.Member("message").ShouldBe("2 reconnects in 60 s, more than 1");

        Platform.Advance(60);
        await Customer.AlarmIsAsync(alarm.Id, now => now.Member("resolution") == "auto", "resolved by time");
    }
}

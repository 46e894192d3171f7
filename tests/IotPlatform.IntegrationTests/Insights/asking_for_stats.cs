using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Insights;

public sealed class asking_for_stats(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task each_change_shows_in_the_next_answer()
    {
        await IsAsync(0, 0, 0);
        await Customer.RegisterAsync("pump-2");
        await IsAsync(1, 0, 0);
        await using var hot = await Customer.OverheatAsync();
        await IsAsync(2, 0, 1);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);
        await IsAsync(2, 0, 1);
        (await Api.PatchAsync("devices/pump-2", """{"is_active":false}""")).Is(200);
        await IsAsync(2, 1, 1);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/resolve")).Is(200);
        await IsAsync(2, 1, 0);
        (await Api.DeleteAsync("devices/pump-2")).Is(204);
        await IsAsync(1, 0, 0);
    }

    [Fact]
    public async Task a_device_is_connected_as_long_as_its_session()
    {
        var device = await Customer.RegisterAsync();
        await using (await Customer.ConnectAsync(device)) await AreConnectedAsync(1);
        await AreConnectedAsync(0);
    }

    private async Task IsAsync(int devices, int inactive, int alarms)
    {
        var stats = (await Api.GetAsync("stats")).Is(200);
        (stats["total_devices"].GetInt32(), stats["active_devices"].GetInt32(), stats["inactive_devices"].GetInt32(), stats["open_alarms"].GetInt32())
            .ShouldBe((devices, devices - inactive, inactive, alarms));
    }

    private Task AreConnectedAsync(int devices) => Poll.UntilAsync(
        async () => (await Api.GetAsync("stats"))["connected_devices"].GetInt32() == devices, $"{devices} devices are connected", 5);
}

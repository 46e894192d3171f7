using MQTTnet;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class deactivating_a_device(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task its_session_is_dropped_and_none_is_opened_until_it_is_active_again()
    {
        var device = await Customer.RegisterAsync();
        await using var connection = await Customer.ConnectAsync(device);

        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200)["is_active"].GetBoolean().ShouldBeFalse();

        await Poll.UntilAsync(() => !connection.IsConnected, "the session is dropped", 5);
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldNotBe(MqttClientConnectResultCode.Success);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.Success);
    }

    [Fact]
    public async Task its_open_alarms_are_resolved_in_the_same_instant()
    {
        await using var hot = await Customer.OverheatAsync();

        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);

        var alarm = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);
        (alarm.Member("status"), alarm.Member("resolution"), alarm.Member("resolved_by"))
            .ShouldBe(("resolved", "device_deactivated", "system"));
    }

    [Fact]
    public async Task its_data_stays()
    {
        var device = await Customer.RegisterAsync();
        await using (var connection = await Customer.ConnectAsync(device)) await connection.MeasureAsync(1, 2);
        await Api.PatchAsync("devices/pump-1", """{"is_active":false}""");
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task active_again_it_is_evaluated_afresh()
    {
        await using (var hot = await Customer.OverheatAsync())
        {
            await Api.PatchAsync("devices/pump-1", """{"is_active":false}""");
            await Api.PatchAsync("devices/pump-1", """{"is_active":true}""");
            await using var connection = await Customer.ConnectAsync(hot.Device);
            await connection.MeasureAsync(31);
            (await Customer.AlarmAsync()).ShouldNotBe(hot.AlarmId);
        }
        (await Customer.AlarmsAsync()).Count.ShouldBe(2);
    }
}

using MQTTnet;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class rotating_credentials(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_new_password_works_the_old_one_does_not_and_its_session_is_dropped()
    {
        var device = await Customer.RegisterAsync();
        await using var connection = await Customer.ConnectAsync(device);

        var rotated = (await Api.PostAsync("devices/pump-1/credentials/rotate")).Is(200);

        (rotated.Member("device_id"), rotated.Member("mqtt_username")).ShouldBe(("pump-1", device.Username));
        var password = rotated.Member("mqtt_password")!;
        password.Length.ShouldBeGreaterThanOrEqualTo(32);
        password.ShouldNotBe(device.Password);
        rotated["mqtt_credentials"].GetProperty("password").GetString().ShouldBe(password);
        rotated["mqtt_credentials"].GetProperty("client_id").GetString().ShouldBe("pump-1");
        await Poll.UntilAsync(() => !connection.IsConnected, "the session is dropped", 5);
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldNotBe(MqttClientConnectResultCode.Success);
        (await DeviceConnection.LoginAsync(device with { Password = password }, Platform.MqttPort))
            .ShouldBe(MqttClientConnectResultCode.Success);
    }

    [Fact]
    public async Task the_password_is_shown_this_once_and_its_hash_never()
    {
        await Customer.RegisterAsync();
        var password = (await Api.PostAsync("devices/pump-1/credentials/rotate")).Is(200).Member("mqtt_password")!;

        var device = (await Api.GetAsync("devices/pump-1")).Is(200);
        var history = (await Api.GetAsync("devices/pump-1/history?include=state")).Is(200);

        foreach (var text in new[] { device.Text, history.Text })
        {
            text.ShouldNotContain(password);
            text.ShouldNotContain("hash");
        }
        history.Each("events", "event_type").ShouldBe(["device_registered", "device_credentials_rotated"]);
        device.Member("updated_at").ShouldBe(history.Items("events")[1].GetProperty("created_at").GetString());
    }

    [Fact]
    public async Task only_a_device_that_is_there_has_any()
    {
        (await Api.PostAsync("devices/nobody/credentials/rotate")).IsProblem(404, "not_found");
        await Customer.RegisterAsync();
        var other = await Platform.NewCustomerAsync();
        (await other.Api.PostAsync("devices/pump-1/credentials/rotate")).IsProblem(404, "not_found");
    }
}

using System.Text.Json;
using MQTTnet;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class registering_a_deleted_device_again(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task its_stream_goes_on()
    {
        await Customer.RegisterAsync("pump-1");
        (await Api.DeleteAsync("devices/pump-1")).Is(204);

        var again = (await Api.PostAsync("devices", """{"device_id":"pump-1","name":"Second life"}""")).Is(201);

        again.ETag.ShouldBe("\"3\"");
        var seen = (await Api.GetAsync("devices/pump-1")).Is(200);
        (seen.ETag, seen.Member("name")).ShouldBe(("\"3\"", "Second life"));
        (await Api.GetAsync("devices")).Each("devices", "name").ShouldBe(["Second life"]);
    }

    [Fact]
    public async Task nothing_of_its_former_life_shows_through()
    {
        var first = await Customer.RegisterAsync("pump-1", """ "description":"old","metadata":{"a":1} """);
        await Api.PostAsync("devices/pump-1/tags", """{"tags":["old"]}""");
        await using (var connection = await Customer.ConnectAsync(first)) await connection.MeasureAsync(1, 2, 3);
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(3);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);

        var second = await Customer.RegisterAsync("pump-1");

        var seen = (await Api.GetAsync("devices/pump-1")).Is(200);
        foreach (var member in new[] { "description", "last_seen", "last_connected_at", "last_disconnected_at" })
            seen[member].ValueKind.ShouldBe(JsonValueKind.Null, member);
        (seen["tags"].GetArrayLength(), seen["metadata"].GetRawText()).ShouldBe((0, "{}"));
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(0);
        (await Api.GetAsync("devices/pump-1/telemetry/latest"))["values"].EnumerateObject().ShouldBeEmpty();

        await using (var connection = await Customer.ConnectAsync(second)) await connection.MeasureAsync(4);
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task the_old_password_opens_no_session()
    {
        var first = await Customer.RegisterAsync("pump-1");
        await Api.DeleteAsync("devices/pump-1");
        (await DeviceConnection.LoginAsync(first, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);

        var second = await Customer.RegisterAsync("pump-1");

        (await DeviceConnection.LoginAsync(first, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
        (await DeviceConnection.LoginAsync(second, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.Success);
    }
}

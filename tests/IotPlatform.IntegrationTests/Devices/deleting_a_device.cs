using IotPlatform.Devices;
using IotPlatform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class deleting_a_device(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_is_gone_from_then_on()
    {
        await Customer.RegisterAsync();
        var answer = (await Api.DeleteAsync("devices/pump-1")).Is(204);
        answer.Text.ShouldBeEmpty();
        (await Api.DeleteAsync("devices/pump-1")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-1")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-1/tags")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-1/telemetry")).IsProblem(404, "not_found");
        (await Api.PatchAsync("devices/pump-1", """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task its_session_is_dropped_and_its_credentials_are_void()
    {
        var device = await Customer.RegisterAsync();
        await using var connection = await Customer.ConnectAsync(device);
        await Api.DeleteAsync("devices/pump-1");
        await Poll.UntilAsync(() => !connection.IsConnected, "the session is dropped", 5);
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task its_open_alarms_are_resolved_and_stay_readable()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);

        (await Api.DeleteAsync("devices/pump-1")).Is(204);

        var alarm = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);
        (alarm.Member("status"), alarm.Member("resolution"), alarm.Member("resolved_by"))
            .ShouldBe(("resolved", "device_deleted", "system"));
        (alarm.Member("device_id"), alarm.Member("device_name")).ShouldBe(("pump-1", "Device pump-1"));
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "event_type")
            .ShouldBe(["triggered", "acknowledged", "resolved"]);
    }

    [Fact]
    public async Task rules_about_it_alone_are_disabled_and_others_stay_enabled()
    {
        await Customer.RegisterAsync();
        await Customer.RegisterAsync("pump-2");
        var own = await Customer.CreateRuleAsync("""
            "scope_type":"device","scope_device_id":"pump-1"
            """);
        var others = await Customer.CreateRuleAsync("""
            "scope_type":"device","scope_device_id":"pump-2"
            """);
        var fleet = await Customer.CreateRuleAsync();

        (await Api.DeleteAsync("devices/pump-1")).Is(204);

        (await Api.GetAsync($"rules/{own}")).Is(200)["is_enabled"].GetBoolean().ShouldBeFalse();
        (await Api.GetAsync($"rules/{others}"))["is_enabled"].GetBoolean().ShouldBeTrue();
        (await Api.GetAsync($"rules/{fleet}"))["is_enabled"].GetBoolean().ShouldBeTrue();
        (await Api.GetAsync("rules?is_enabled=false")).Each("rules", "id").ShouldBe([own]);
    }

    [Fact]
    public async Task its_telemetry_is_removed_from_the_disk()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await connection.MeasureAsync(1, 2, 3);
        var key = await KeyAsync("pump-1");
        (await StoredAsync(key)).ShouldBe(3);

        (await Api.DeleteAsync("devices/pump-1")).Is(204);

        await Poll.UntilAsync(async () => await StoredAsync(key) == 0, "the telemetry is gone");
    }

    [Fact]
    public async Task what_a_stop_left_to_be_removed_is_removed_after_the_next_start()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await connection.MeasureAsync(1);
        var key = await KeyAsync("pump-1");
        // What a deletion commits; the job that it wakes does not hear of this one.
        await ScalarAsync("insert into iot.device_erasure values ($1) returning 1", key);

        // Not disposed: it goes on to hear of deletions, as long as the platform runs.
        var afterTheStart = ActivatorUtilities.CreateInstance<EraseTelemetry>(Platform.Get<IServiceProvider>());
        await afterTheStart.StartAsync(default);

        await Poll.UntilAsync(async () => await StoredAsync(key) == 0, "the telemetry is gone");
        await Poll.UntilAsync(
            async () => await ScalarAsync("select count(*) from iot.device_erasure where device_key = $1", key) is 0L, "it is done");
        await afterTheStart.StopAsync(default);
    }

    private async Task<int> KeyAsync(string deviceId) =>
        (await Platform.Get<DeviceStates>().FindAsync(Customer.Id, deviceId, default))!.Key;

    private async Task<long> StoredAsync(int key) =>
        (long)(await ScalarAsync("select count(*) from iot.telemetry_log where device_key = $1", key))!;

    private async Task<object?> ScalarAsync(string sql, int key)
    {
        await using var command = Platform.Get<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key });
        return await command.ExecuteScalarAsync();
    }
}

using MQTTnet;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Cli;

public sealed class simulating_a_fleet(PlatformFixture platform) : TerminalTest(platform)
{
    private string Credentials => PathOf("fleet.csv");

    [Fact]
    public async Task every_message_arrives()
    {
        string[] fleet = ["--devices", "20", "--messages", "210", "--rate", "200", "--signal", "temperature=noise:20..30"];
        (await SimulateAsync(fleet)).ShouldBe(0);

        var devices = await DevicesAsync();
        devices.Count.ShouldBe(20);
        var counts = new List<int>();
        foreach (var device in devices) counts.Add((await Api.GetAsync($"devices/{device}/telemetry")).Is(200)["count"].GetInt32());
        counts.Order().ShouldBe([.. Enumerable.Repeat(10, 10), .. Enumerable.Repeat(11, 10)]);
    }

    [Fact]
    public async Task bad_payloads_show_in_the_errors_of_their_devices()
    {
        (await SimulateAsync("--devices", "2", "--messages", "16", "--rate", "100", "--fault", "bad-payload:100%")).ShouldBe(0);

        foreach (var device in await DevicesAsync())
            await Poll.UntilAsync(async () => await BadPayloadsAsync(device) == 8, $"{device} has sent 8 payloads that can't be used");
    }

    [Fact]
    public async Task a_fleet_that_keeps_reconnecting_raises_the_rule_about_it()
    {
        var rule = await Customer.CreateRuleAsync("reconnect_rate", """{"window_seconds":3600,"max_reconnects":1}""", "");

        (await SimulateAsync("--devices", "1", "--messages", "5", "--rate", "10", "--fault", "reconnect:100%")).ShouldBe(0);

        await Customer.AlarmAsync($"rule_id={rule}");
    }

    [Fact]
    public async Task credentials_are_kept_for_the_next_run_and_for_their_owner_alone()
    {
        string[] fleet = ["--devices", "3", "--messages", "3", "--rate", "100", "--credentials", Credentials];
        (await SimulateAsync(fleet)).ShouldBe(0);
        var kept = await File.ReadAllTextAsync(Credentials);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Credentials).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await SimulateAsync(fleet)).ShouldBe(0);
        (await File.ReadAllTextAsync(Credentials)).ShouldBe(kept);

        (await SimulateAsync([.. fleet, "--cleanup"])).ShouldBe(0);
        (await DevicesAsync()).ShouldBeEmpty();
        File.Exists(Credentials).ShouldBeFalse();
    }

    [Fact]
    public async Task credentials_that_no_longer_hold_are_renewed()
    {
        string[] fleet = ["--devices", "1", "--messages", "1", "--rate", "100", "--credentials", Credentials];
        (await SimulateAsync(fleet)).ShouldBe(0);
        (await Api.PostAsync("devices/sim-0001/credentials/rotate")).Is(200);
        var kept = await File.ReadAllTextAsync(Credentials);

        (await SimulateAsync(fleet)).ShouldBe(0);

        (await File.ReadAllTextAsync(Credentials)).ShouldNotBe(kept);
    }

    [Fact]
    public async Task a_device_that_is_not_simulated_keeps_its_password_and_its_life()
    {
        var device = await Customer.RegisterAsync("pump-0001");

        (await SimulateAsync("--prefix", "pump-", "--devices", "1", "--messages", "1", "--cleanup")).ShouldBe(1);

        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.Success);
    }

    [Fact]
    public async Task a_platform_that_can_not_be_reached_is_a_failure() =>
        (await RunAsync("simulate", "--devices", "1", "--messages", "1", "--mqtt", "127.0.0.1:1")).ExitCode.ShouldBe(1);

    /// <summary>Runs a fleet that connects to this platform; gives the exit code.</summary>
    private async Task<int> SimulateAsync(params string[] words) =>
        (await RunAsync(["simulate", "--mqtt", $"127.0.0.1:{Platform.MqttPort}", .. words])).ExitCode;

    private async Task<IReadOnlyList<string>> DevicesAsync() => (await Api.GetAsync("devices")).Is(200).Each("devices", "device_id");

    private async Task<int> BadPayloadsAsync(string device)
    {
        var errors = (await Api.GetAsync($"devices/{device}")).Is(200)["telemetry_errors"];
        return errors.ValueKind is System.Text.Json.JsonValueKind.Null ? 0 : errors.GetProperty("bad_payloads").GetInt32();
    }
}

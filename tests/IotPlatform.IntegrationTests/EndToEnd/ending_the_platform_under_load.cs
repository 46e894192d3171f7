using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

public sealed class ending_the_platform_under_load : IDisposable
{
    private const int Devices = 8;
    private const int EnoughMessages = 1_500;
    private readonly string _data = TestFolder.NewPath();

    public void Dispose() => TestFolder.Remove(_data);

    [Fact]
    public async Task after_a_kill_every_acknowledged_sample_is_there_once_and_no_alarm_is_lost_or_doubled()
    {
        Load load;
        await using (var first = await PlatformProcess.StartAsync(_data))
        {
            load = await LoadAsync(first, platform => platform.KillAsync());
        }

        await using var second = await PlatformProcess.StartAsync(_data);
        await CheckAsync(second, load);
        await second.TerminateAsync();
    }

    [Fact]
    public async Task after_a_termination_every_acknowledged_sample_is_there_once_and_no_alarm_is_lost_or_doubled()
    {
        Load load;
        await using (var first = await PlatformProcess.StartAsync(_data))
        {
            load = await LoadAsync(first, async platform =>
            {
                var (exitCode, took) = await platform.TerminateAsync();
                exitCode.ShouldBe(0, platform.Output);
                took.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            });
        }

        await using var second = await PlatformProcess.StartAsync(_data);
        await CheckAsync(second, load);
        await second.TerminateAsync();
    }

    private static async Task<Load> LoadAsync(PlatformProcess platform, Func<PlatformProcess, Task> end)
    {
        var devices = new List<TestDevice>();
        for (var i = 0; i < Devices; i++)
        {
            var device = (await platform.Api.PostAsync("devices", $$"""{"device_id":"device-{{i}}","name":"x"}""")).Is(201);
            devices.Add(new($"device-{i}", device.Member("mqtt_username")!, device.Member("mqtt_password")!));
        }
        (await platform.Api.PostAsync("rules", $$"""{"name":"Up","rule_type":"threshold","config":{{Load.RuleConfig}}}""")).Is(201);
        var load = new Load(devices, platform.MqttPort);
        var running = load.RunAsync();
        await Poll.UntilAsync(() => load.Total >= EnoughMessages || running.IsCompleted, "enough messages are acknowledged", 60);
        running.IsCompleted.ShouldBeFalse("the load goes on while the platform ends");
        await end(platform);
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        return load;
    }

    private static async Task CheckAsync(PlatformProcess platform, Load load)
    {
        for (var i = 0; i < Devices; i++)
        {
            var answer = (await platform.Api.GetAsync($"devices/device-{i}/telemetry?key=n&limit=10000")).Is(200);
            answer["truncated"].GetBoolean().ShouldBeFalse();
            var stored = answer["data"].EnumerateArray().Select(point => point.GetProperty("value").GetInt32()).ToList();
            stored.Distinct().Count().ShouldBe(stored.Count, "each once");
            load.AcknowledgedTo(i).Except(stored).ShouldBeEmpty("each that was acknowledged");
            load.AcknowledgedTo(i).Count.ShouldBeGreaterThan(0);

            var fired = await AlarmAsync(platform, $"device-{i}", Load.Edges(stored));
            fired.GetProperty("status").GetString().ShouldBe("active");
        }
        (await platform.Api.GetAsync("alarms")).Total.ShouldBe(Devices, "one for each device");
    }

    // What was not evaluated before the end is evaluated after the start.
    private static async Task<JsonElement> AlarmAsync(PlatformProcess platform, string deviceId, int occurrences)
    {
        var seen = await Poll.ForAsync(
            async () =>
            {
                var alarms = (await platform.Api.GetAsync($"alarms?device_id={deviceId}")).Is(200).Items("alarms");
                alarms.Count.ShouldBeLessThanOrEqualTo(1);
                return alarms is [var alarm] && alarm.GetProperty("occurrence_count").GetInt32() >= occurrences
                    ? new StrongBox(alarm)
                    : null;
            },
            $"{occurrences} occurrences on {deviceId}");
        seen.Alarm.GetProperty("occurrence_count").GetInt32().ShouldBe(occurrences);
        return seen.Alarm;
    }

    private sealed record StrongBox(JsonElement Alarm);
}

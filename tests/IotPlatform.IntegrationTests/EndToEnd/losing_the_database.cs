using System.Net;
using System.Text;
using System.Text.Json;
using IotPlatform.IntegrationTests.Notifications;
using IotPlatform.IntegrationTests.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>The platform as a process on a PostgreSQL that crashes under it, while devices publish.</summary>
public sealed class losing_the_database : IAsyncLifetime
{
    private const int Devices = 5;
    private const int Enough = 1_000;
    private readonly ScratchPostgres _postgres = new();
    private readonly string _data = TestFolder.NewPath();
    private (string, string) _connection;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _connection = ("ConnectionStrings__Postgres", await _postgres.CreateDatabaseAsync());
    }

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        TestFolder.Remove(_data);
    }

    [Fact]
    public async Task through_crashes_of_the_database_and_a_kill_of_the_platform_no_acknowledged_sample_is_lost_and_none_is_there_twice()
    {
        List<PipeliningDevice> devices;
        await using (var first = await PlatformProcess.StartAsync(_data, _connection))
        {
            devices = await RegisterAsync(first);
            using var stop = new CancellationTokenSource();
            var load = Task.WhenAll(devices.Select(device => device.PublishAsync(first.MqttPort, stop.Token)));
            for (var crash = 0; crash < 2; crash++)
            {
                await AcknowledgedAsync(devices, Enough);
                await _postgres.CrashAndRestartAsync();
            }
            await AcknowledgedAsync(devices, Enough);
            // Killed during an outage: whatever was acknowledged too early has no other chance to be stored.
            await _postgres.CrashAsync();
            await Poll.UntilAsync(async () => await ReadyAsync(first) is (503, _), "it says that it is not ready");
            load.IsCompleted.ShouldBeFalse("the load goes on while the platform is killed");
            await first.KillAsync();
            await load.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await _postgres.StartAsync();
        await using var second = await PlatformProcess.StartAsync(_data, _connection);
        foreach (var device in devices) await CheckAsync(second, device, device.Acknowledged);
        await Task.WhenAll(devices.Select(device => device.RepeatAsync(second.MqttPort)));
        foreach (var device in devices) (await CheckAsync(second, device, device.Acknowledged)).ShouldBe(device.Sent);
        await second.TerminateAsync();
    }

    [Fact]
    public async Task while_the_database_is_down_nothing_is_acknowledged_and_when_it_is_back_everything_goes_on_by_itself()
    {
        await using var platform = await PlatformProcess.StartAsync(_data, _connection);
        var devices = await RegisterAsync(platform);
        var poster = await platform.RegisterAsync("poster");
        using (var answer = await PostAsync(platform, poster, 1)) answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(devices.Select(device => device.PublishAsync(platform.MqttPort, stop.Token)));
        await AcknowledgedAsync(devices, Enough);

        await _postgres.CrashAsync();
        // Answers to what was committed before may still be on their way.
        await Poll.UntilAsync(async () => await ReadyAsync(platform) is (503, "cannot be reached"), "it says that it is not ready");
        var before = devices.Sum(device => device.AcknowledgedCount);
        // Waits as long as it makes sense to, which is most of the outage.
        using (var refused = await PostAsync(platform, poster, 2))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        (await platform.Api.GetAsync("devices")).IsProblem(503, "internal");
        devices.Sum(device => device.AcknowledgedCount).ShouldBe(before);
        (await platform.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        platform.IsAlive.ShouldBeTrue();

        await _postgres.StartAsync();
        await AcknowledgedAsync(devices, Enough);
        await Poll.UntilAsync(async () => await ReadyAsync(platform) is (200, "ready"), "it is ready again");
        using (var answer = await PostAsync(platform, poster, 3)) answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await stop.CancelAsync();
        await load.WaitAsync(TimeSpan.FromSeconds(60));

        foreach (var device in devices)
        {
            device.AcknowledgedCount.ShouldBe(device.Sent, "no connection was lost");
            (await CheckAsync(platform, device, device.Acknowledged)).ShouldBe(device.Sent);
        }
        (await platform.TerminateAsync()).ExitCode.ShouldBe(0, platform.Output);
    }

    // Seen red: a node's role held by a statement that waits, which kept events behind the gap of a crash back for minutes; projections that
    // committed without waiting for the disk; shards left paused.
    [Fact]
    public async Task everybody_is_told_of_alarms_though_the_database_crashes_under_the_telling()
    {
        const int alarms = 60;
        await using var sink = await Sink.StartAsync();
        await using var platform = await PlatformProcess.StartAsync(_data, _connection, ("Webhooks__AllowPrivateNetworks", "true"));
        var channel = (await platform.Api.PostAsync(
            "notifications/channels", $$$"""{"name":"Hook","channel_type":"webhook","config":{"url":"{{{sink.Url("/hook")}}}"}}""")).Is(201).Id;
        (await platform.Api.PostAsync("notifications/policies", $$"""{"name":"All","channel_ids":["{{channel}}"]}""")).Is(201);
        (await platform.Api.PostAsync(
            "rules", """{"name":"Too warm","rule_type":"threshold","config":{"field":"n","operator":">","value":30}}""")).Is(201);
        var devices = new List<TestDevice>();
        for (var number = 0; number < alarms; number++) devices.Add(await platform.RegisterAsync($"d-{number}"));

        var firing = Task.WhenAll(devices.Select((device, number) => FireAsync(platform, device, number)));
        for (var crash = 1; crash <= 2; crash++)
        {
            await sink.GotAsync("/hook", alarms * crash / 4);
            await _postgres.CrashAndRestartAsync();
        }
        await firing;
        await Poll.UntilAsync(async () => await SentAsync(platform) == alarms, "all are told", 60);
        sink.Receipts.GroupBy(receipt => receipt.Alarm("id")).Count().ShouldBe(alarms);
        sink.Receipts.GroupBy(receipt => receipt.Alarm("id"))
            .ShouldAllBe(told => told.Select(receipt => receipt.Id).Distinct().Count() == 1);
        await platform.TerminateAsync();
    }

    // One after the other, so that some fire before each crash and some after it.
    private static async Task FireAsync(PlatformProcess platform, TestDevice device, int number)
    {
        await Task.Delay(number * 100);
        await Poll.UntilAsync(async () =>
        {
            using var answer = await PostAsync(platform, device, 31);
            return answer.StatusCode == HttpStatusCode.OK;
        }, $"{device.Id} has reported", 90);
    }

    private static async Task<int> SentAsync(PlatformProcess platform) =>
        await platform.Api.GetAsync("notifications/deliveries?status=sent") is { Status: 200 } answer ? answer.Total : 0;

    private static async Task<List<PipeliningDevice>> RegisterAsync(PlatformProcess platform)
    {
        var devices = new List<PipeliningDevice>();
        for (var i = 0; i < Devices; i++) devices.Add(new(await platform.RegisterAsync($"device-{i}")));
        return devices;
    }

    private static Task AcknowledgedAsync(List<PipeliningDevice> devices, int more)
    {
        var before = devices.Sum(device => device.AcknowledgedCount);
        return Poll.UntilAsync(() => devices.Sum(device => device.AcknowledgedCount) >= before + more, $"{more} more acknowledgements", 60);
    }

    // In all three answers: the values as sent, how many there are in an interval, and the newest. Gives how many there are.
    private static async Task<int> CheckAsync(PlatformProcess platform, PipeliningDevice device, IEnumerable<int> acknowledged)
    {
        var raw = (await platform.Api.GetAsync($"devices/{device.Id}/telemetry?key=n&limit=10000")).Is(200);
        raw["truncated"].GetBoolean().ShouldBeFalse();
        var stored = raw.Items("data").Select(point => point.GetProperty("value").GetInt32()).ToList();
        stored.ShouldBeUnique();
        acknowledged.Except(stored).ShouldBeEmpty("each that was acknowledged");

        var counted = (await platform.Api.GetAsync($"devices/{device.Id}/telemetry?key=n&interval=1h&aggregation=count")).Is(200);
        counted.Items("data").Sum(point => point.GetProperty("value").GetInt32()).ShouldBe(stored.Count);

        var latest = (await platform.Api.GetAsync($"devices/{device.Id}/telemetry/latest")).Is(200)["values"];
        latest.GetProperty("n").GetProperty("value").GetInt32().ShouldBe(stored.Max());
        return stored.Count;
    }

    private static async Task<(int Status, string? Database)> ReadyAsync(PlatformProcess platform)
    {
        using var answer = await platform.Http.GetAsync("/health/ready");
        var parts = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("parts");
        return ((int)answer.StatusCode, parts.GetProperty("database").GetString());
    }

    private static async Task<HttpResponseMessage> PostAsync(PlatformProcess platform, TestDevice device, int n)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/iot/devices/{device.Id}/telemetry")
        {
            Content = new StringContent($$"""{"n":{{n}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{device.Username}:{device.Password}")));
        return await platform.Http.SendAsync(request);
    }
}

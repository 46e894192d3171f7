using System.Globalization;
using System.Text.Json;
using IotPlatform.IntegrationTests.EndToEnd;
using Shouldly;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>
/// Devices, messages, requests and channels with names that chance gives, some of them fine and some not, and an alarm that is told of.
/// </summary>
internal sealed class MessyRun(PlatformProcess platform, IEnumerable<string> secrets)
{
    private const int Devices = 4;
    private readonly Random _random = new(Environment.TickCount);
    private readonly List<string> _names = [];
    private readonly List<string> _secrets = [.. secrets];

    /// <summary>What must be no label: ids, topics, paths, keys.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What nobody may read in a log.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    private ApiClient Api => platform.Api;

    public async Task GoAsync()
    {
        await MakeChannelsAsync();
        for (var i = 0; i < Devices; i++) await UseDeviceAsync();
        await AskForNonsenseAsync();
        // What gauges show of the database is read now and then.
        await Poll.UntilAsync(async () => Parsed(await MetricsText.ReadAsync(platform.Http)) is var now
            && now.Sum("iot_alarms_open") > 0 && now.Sum("iot_notifications_attempts_total") > 1 && now.Sum("iot_mqtt_disconnects_total") > 0, "all is told");
    }

    public static IReadOnlyList<MetricSample> Parsed(string page) => MetricsText.Parse(page);

    private async Task MakeChannelsAsync()
    {
        // Nobody listens there.
        var (webhook, slack) = ($"http://127.0.0.1:9/{Secret()}", $"http://127.0.0.1:9/services/{Secret()}");
        var channels = new List<string>
        {
            await ChannelAsync(
                "webhook", new { url = webhook, secret = Secret(), headers = new Dictionary<string, string> { ["X-Token"] = Secret() } }),
            await ChannelAsync("slack", new { webhook_url = slack }),
            await ChannelAsync("email", new { recipients = new[] { "ops@example.com" } }),
        };
        (await Api.PostAsync("notifications/policies", JsonSerializer.Serialize(new { name = Name(), channel_ids = channels }))).Is(201);
        var rule = await Api.PostAsync("rules", $$$"""{"name":"{{{Name()}}}","rule_type":"threshold","config":{"field":"heat","operator":">","value":30}}""");
        _names.Add(rule.Is(201).Id);
    }

    private async Task<string> ChannelAsync(string type, object config)
    {
        var channel = (await Api.PostAsync("notifications/channels", JsonSerializer.Serialize(new { name = Name(), channel_type = type, config }))).Is(201);
        _names.Add(channel.Id);
        return channel.Id;
    }

    private async Task UseDeviceAsync()
    {
        var device = await platform.RegisterAsync(Name());
        _secrets.Add(device.Password);
        await using (var connection = await DeviceConnection.OpenAsync(device, platform.MqttPort))
        {
            await connection.PublishAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"{{Name()}}":{{_random.Next()}},"heat":31}"""));
            await connection.PublishAsync("[1]", $"telemetry/{Name()}");
            await connection.PublishAsync("""{"a":""");
        }
        (await DeviceConnection.LoginAsync(device with { Password = Secret() }, platform.MqttPort)).ToString()
            .ShouldBe("BadUserNameOrPassword");
        (await Api.PostAsync($"devices/{device.Id}/telemetry", $$"""{"{{Name()}}":1}""")).Is(200);
        (await Api.GetAsync($"devices/{device.Id}")).Is(200);
    }

    private async Task AskForNonsenseAsync()
    {
        for (var i = 0; i < Devices; i++)
        {
            using var unknown = await platform.Http.GetAsync($"/{Name()}/{Name()}");
            using var device = await platform.Http.GetAsync($"/v1/iot/devices/{Name()}?key={Name()}");
            using var method = await platform.Http.SendAsync(new(new(Name().ToUpperInvariant()), "/health/live"));
            using var key = await platform.Http.SendAsync(
                new(HttpMethod.Get, "/v1/iot/devices") { Headers = { { "X-API-Key", $"iot_0123456789_{Secret()}" } } });
            (await Api.PostAsync("devices", $$"""{"device_id":"{{Name()}}!"}""")).Is(422);
        }
    }

    private string Name()
    {
        _names.Add($"n{_random.NextInt64(1L << 40):x10}");
        return _names[^1];
    }

    private string Secret()
    {
        _secrets.Add($"hush{_random.NextInt64(1L << 40):x10}");
        return _secrets[^1];
    }
}

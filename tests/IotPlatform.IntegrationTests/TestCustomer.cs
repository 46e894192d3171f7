using System.Text.Json;
using IotPlatform.Accounts;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.IntegrationTests;

/// <summary>A customer of one test, and what tests do again and again with its key.</summary>
public sealed class TestCustomer(PlatformFixture platform, string id, ApiKeySecret key)
{
    /// <summary>What the channels of tests sign with.</summary>
    public const string ChannelSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>What they send in a header.</summary>
    public const string ChannelKey = "k-12345";

    private int _rules;

    public string Id => id;

    public ApiKeySecret Key => key;

    /// <summary>As timelines name the holder of the key.</summary>
    public string Actor => $"api_key:{key.Lookup}";

    public ApiClient Api { get; private set; } = platform.As(key.Text);

    /// <summary>Finds the platform again, which has been started anew.</summary>
    public void Return() => Api = platform.As(key.Text);

    /// <summary>Registers a device; <paramref name="members"/> are further members of the request.</summary>
    public async Task<TestDevice> RegisterAsync(string deviceId = "pump-1", string members = "")
    {
        var more = members.Length > 0 ? "," + members : "";
        var answer = await Api.PostAsync("devices", $$"""{"device_id":"{{deviceId}}","name":"Device {{deviceId}}"{{more}}}""");
        answer.Is(201);
        return new(deviceId, answer.Member("mqtt_username")!, answer.Member("mqtt_password")!);
    }

    /// <summary>Registers many devices at once, as many registrations one after the other would; gives their ids.</summary>
    public async Task<IReadOnlyList<string>> RegisterManyAsync(int count)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var session = Sessions.Open(platform.Get<IDocumentStore>(), Caller.System(id), "many devices");
        var devices = Enumerable.Range(0, count).Select(number => $"d-{number:d4}").ToList();
        foreach (var device in devices)
            session.Events.StartStream<Device>(device, new DeviceRegistered(device, device, null, null, Body.NoMetadata, true, "", now));
        await session.SaveChangesAsync();
        return devices;
    }

    /// <summary>Creates a group of devices that are registered, and gives its id.</summary>
    public async Task<string> CreateGroupAsync(string name = "Pumps", params IReadOnlyList<string> deviceIds)
    {
        var group = (await Api.PostAsync("groups", $$"""{"name":"{{name}}"}""")).Is(201).Id;
        if (deviceIds.Count > 0) (await JoinAsync(group, deviceIds)).Is(200);
        return group;
    }

    /// <summary>Makes devices members of a group.</summary>
    public Task<Answer> JoinAsync(string groupId, params IReadOnlyList<string> deviceIds) =>
        Api.PostAsync($"groups/{groupId}/devices", JsonSerializer.Serialize(new { device_ids = deviceIds }));

    /// <summary>Creates a profile, applies it to devices that are registered, and gives its id.</summary>
    public async Task<string> CreateProfileAsync(string name = "Pump", params IReadOnlyList<string> deviceIds)
    {
        var profile = (await Api.PostAsync("profiles", $$"""{"name":"{{name}}"}""")).Is(201).Id;
        foreach (var device in deviceIds) (await Api.PostAsync($"profiles/{profile}/apply/{device}")).Is(200);
        return profile;
    }

    /// <summary>Defines a key and gives the datapoint's id; <paramref name="members"/> are further members of the request.</summary>
    public async Task<string> DefineAsync(string key = "temperature", string members = "")
    {
        var more = members.Length > 0 ? "," + members : "";
        return (await Api.PostAsync("datapoints", $$"""{"key":"{{key}}"{{more}}}""")).Is(201).Id;
    }

    /// <summary>Queues a command for a device that is registered; <paramref name="members"/> are further members of the request.</summary>
    public async Task<Answer> QueueAsync(string name = "reboot", string members = "", string deviceId = "pump-1")
    {
        var more = members.Length > 0 ? "," + members : "";
        return (await Api.PostAsync($"devices/{deviceId}/commands", $$"""{"name":"{{name}}"{{more}}}""")).Is(201);
    }

    /// <summary>Waits until the command has the status.</summary>
    public Task<Answer> CommandIsAsync(string commandId, string status, string deviceId = "pump-1") => Poll.ForAsync(
        async () => (await Api.GetAsync($"devices/{deviceId}/commands/{commandId}")).Is(200) is var command && command.Member("status") == status ? command : null,
        $"the command is {status}");

    public Task<DeviceConnection> ConnectAsync(TestDevice device) => DeviceConnection.OpenAsync(device, platform.MqttPort);

    /// <summary>Creates a rule and gives its id. Without a config it fires above 30 degrees.</summary>
    public async Task<string> CreateRuleAsync(string members = "", string config = """{"field":"temperature","operator":">","value":30}""")
    {
        var more = members.Length > 0 ? "," + members : "";
        var name = $"Rule {Interlocked.Increment(ref _rules)}";
        return (await Api.PostAsync("rules", $$"""{"name":"{{name}}","rule_type":"threshold","config":{{config}}{{more}}}""")).Is(201).Id;
    }

    /// <summary>Creates a rule of any type, and gives its id.</summary>
    public async Task<string> CreateRuleAsync(string ruleType, string config, string members)
    {
        var more = members.Length > 0 ? "," + members : "";
        var name = $"Rule {Interlocked.Increment(ref _rules)}";
        return (await Api.PostAsync("rules", $$"""{"name":"{{name}}","rule_type":"{{ruleType}}","config":{{config}}{{more}}}""")).Is(201).Id;
    }

    /// <summary>Creates a channel, and gives its id. Without a config it is a webhook with a secret and a header.</summary>
    public async Task<string> CreateChannelAsync(string channelType = "webhook", string? config = null)
    {
        config ??= $$$"""{"url":"https://example.com/hook","secret":"{{{ChannelSecret}}}","headers":{"X-Api-Key":"{{{ChannelKey}}}"}}""";
        var channel = $$"""{"name":"Ops","channel_type":"{{channelType}}","config":{{config}}}""";
        return (await Api.PostAsync("notifications/channels", channel)).Is(201).Id;
    }

    /// <summary>All alarms that pass the filters.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlarmsAsync(string query = "") =>
        (await Api.GetAsync($"alarms?{query}")).Is(200).Items("alarms");

    /// <summary>Waits until just one alarm passes the filters; gives its id.</summary>
    public Task<string> AlarmAsync(string query = "status=active") => Poll.ForAsync(
        async () => await AlarmsAsync(query) is [var alarm] ? alarm.GetProperty("id").GetString() : null, $"one alarm with {query}");

    /// <summary>Waits until the alarm is as it should be.</summary>
    public Task<Answer> AlarmIsAsync(string alarmId, Func<Answer, bool> condition, string what) => Poll.ForAsync(
        async () => (await Api.GetAsync($"alarms/{alarmId}")).Is(200) is var alarm && condition(alarm) ? alarm : null, what);

    /// <summary>Waits until the rule has fired so often while the alarm was open.</summary>
    public Task<Answer> OccurredAsync(string alarmId, int times) =>
        AlarmIsAsync(alarmId, alarm => alarm["occurrence_count"].GetInt32() == times, $"the alarm has occurred {times} times");

    /// <summary>Makes a hot device: registers it, connects it, and lets it measure 31 degrees under a rule that allows 30.</summary>
    public async Task<HotDevice> OverheatAsync(string deviceId = "pump-1", string ruleMembers = "")
    {
        var device = await RegisterAsync(deviceId);
        var ruleId = await CreateRuleAsync(ruleMembers);
        var connection = await ConnectAsync(device);
        await connection.MeasureAsync(31);
        return new(device, ruleId, await AlarmAsync($"rule_id={ruleId}"), connection);
    }
}

/// <summary>A connected device with an active alarm.</summary>
public sealed record HotDevice(TestDevice Device, string RuleId, string AlarmId, DeviceConnection Connection) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}

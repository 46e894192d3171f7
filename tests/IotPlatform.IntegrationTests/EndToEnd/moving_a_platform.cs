using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>A backup is of one moment, is taken beside the running platform, and comes back to the letter or not at all.</summary>
public sealed class moving_a_platform : IAsyncLifetime
{
    private readonly string _old = TestFolder.NewPath();
    private readonly string _next = TestFolder.NewPath();
    private readonly string _backup = TestFolder.NewPath();
    private PlatformProcess _platform = null!;

    public async Task InitializeAsync() => _platform = await PlatformProcess.StartAsync(_old);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        foreach (var folder in new[] { _old, _next, _backup }) TestFolder.Remove(folder);
    }

    // Seen red: the fingerprints taken outside of the dump's snapshot.
    [Fact]
    public async Task a_backup_under_load_is_restored_and_the_platform_goes_on_from_it()
    {
        var api = _platform.Api;
        (await api.PostAsync("devices", """{"device_id":"pump-1","name":"Pump","metadata":{"place":"Zürich \"7\""}}""")).Is(201);
        (await api.PostAsync("devices/pump-1/telemetry", """{"temperature":93.5}""")).Is(200);
        using var ended = new CancellationTokenSource();
        var load = LoadAsync(api, ended.Token);

        var taken = JsonElement.Parse(await _platform.CommandAsync("backup", "--out", _backup, "--json"));

        await ended.CancelAsync();
        await load;
        var key = (await File.ReadAllTextAsync(_platform.KeyFile)).Trim();
        (await _platform.TerminateAsync()).ExitCode.ShouldBe(0);
        var (code, output, errors) = await _platform.TryCommandOnAsync(_next, "restore", _backup, "--json");
        code.ShouldBe(0, errors);
        var restored = JsonElement.Parse(output);
        restored.GetProperty("rows").GetInt64().ShouldBe(taken.GetProperty("rows").GetInt64());
        restored.GetProperty("audit").GetProperty("is_intact").GetBoolean().ShouldBeTrue();
        await using var next = await PlatformProcess.StartAsync(_next);
        var after = new ApiClient(next.Http, key);
        (await after.GetAsync("devices/pump-1")).Is(200).Json.GetProperty("metadata").GetProperty("place").GetString()
            .ShouldBe("Zürich \"7\"");
        (await after.GetAsync("devices/pump-1/telemetry/latest")).Is(200);
        (await after.PostAsync("devices", """{"device_id":"pump-2","name":"Pump"}""")).Is(201);
        (await after.PostAsync("devices/pump-2/telemetry", """{"temperature":1}""")).Is(200);
        (await next.CommandAsync("audit", "verify")).ShouldContain("Intact.");
    }

    // Seen red: no check of the dump's hash.
    [Fact]
    public async Task nothing_is_restored_from_a_damaged_backup_or_over_another_platform()
    {
        await _platform.CommandAsync("backup", "--out", _backup);

        var (code, _, errors) = await _platform.TryCommandAsync("restore", _backup);
        code.ShouldBe(1);
        errors.ShouldContain("There is a platform in this database already");
        (code, _, errors) = await _platform.TryCommandAsync("backup", "--out", _backup);
        code.ShouldBe(1);
        errors.ShouldContain("There is something at");
        await using (var dump = File.OpenWrite(Path.Combine(_backup, "database.dump")))
        {
            dump.Position = dump.Length / 2;
            dump.WriteByte(0);
            dump.WriteByte(255);
        }
        (code, _, errors) = await _platform.TryCommandOnAsync(_next, "restore", _backup);
        code.ShouldBe(1);
        errors.ShouldContain("database.dump is damaged");
        File.Delete(Path.Combine(_backup, "manifest.json"));
        (code, _, errors) = await _platform.TryCommandOnAsync(_next, "restore", _backup);
        code.ShouldBe(1);
        errors.ShouldContain("is no complete backup");
    }

    [Fact]
    public async Task the_doctor_finds_nothing_wrong_with_a_platform_that_runs()
    {
        var found = JsonElement.Parse(await _platform.CommandAsync("doctor", "--json")).EnumerateArray()
            .ToDictionary(one => one.GetProperty("part").GetString()!, one => one.GetProperty("condition").GetString());

        found.Values.ShouldNotContain("fault");
        foreach (var part in new[] { "settings", "data directory", "disk space", "postgresql", "durability", "clock", "events", "database", "broker" })
            found.Keys.ShouldContain(part);
    }

    [Fact]
    public async Task the_doctor_says_what_to_do_about_a_port_that_is_taken()
    {
        // Its own database, but the ports of a platform whose API does not answer for it.
        var (code, output, _) = await _platform.TryCommandOnAsync(_next, "doctor");
        code.ShouldBe(0, output);
        await _platform.TerminateAsync();
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, _platform.MqttPort);
        squatter.Start();

        (code, output, _) = await _platform.TryCommandAsync("doctor");

        code.ShouldBe(1);
        output.ShouldContain($"Port {_platform.MqttPort} (Mqtt__Port) is taken by another program");
        output.ShouldContain("1 fault.");
    }

    private static async Task LoadAsync(ApiClient api, CancellationToken ended)
    {
        for (var i = 0; !ended.IsCancellationRequested; i++)
        {
            (await api.PostAsync("devices", $$"""{"device_id":"load-{{i}}","name":"x"}""")).Is(201);
            (await api.PostAsync($"devices/load-{i}/telemetry", $$"""{"temperature":{{i}}}""")).Is(200);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>The platform as a process, and a device that runs a client of somebody else's making.</summary>
[Collection(FreshPlatformTests.Name)]
public sealed class the_main_job(FreshPlatform platform)
{
    private ApiClient Api => platform.Process.Api;

    [Fact]
    public async Task a_device_goes_over_a_threshold_and_people_handle_the_alarm()
    {
        var device = (await Api.PostAsync("devices", """{"device_id":"boiler-1","name":"Boiler"}""")).Is(201);
        await Api.PostAsync("rules", """
            {"name":"Too hot","rule_type":"threshold","severity":"critical","config":{"field":"temperature","operator":">","value":80}}
            """);

        (await PublishAsync(device, """{"temperature":79.5}""")).ShouldBe(0);
        (await PublishAsync(device, """{"temperature":80.5}""")).ShouldBe(0);

        var id = await Poll.ForAsync(
            async () => (await Api.GetAsync("alarms?status=active")).Each("alarms", "id").SingleOrDefault(), "an active alarm");
        (await TimelineAsync(id)).Select(e => e.GetProperty("event_type").GetString()).ShouldBe(["triggered"]);

        (await Api.PostAsync($"alarms/{id}/acknowledge", """{"note":"Looking"}""")).Is(200).Member("status").ShouldBe("acknowledged");
        (await Api.PostAsync($"alarms/{id}/resolve", """{"note":"Valve opened"}""")).Is(200).Member("status").ShouldBe("resolved");
        (await Api.PostAsync($"alarms/{id}/reopen", """{"note":"Still hot"}""")).Is(200).Member("status").ShouldBe("active");

        var actor = $"api_key:{(await File.ReadAllTextAsync(platform.Process.KeyFile)).Substring(4, 10)}";
        (await TimelineAsync(id)).Select(Told).ShouldBe(
        [
            ("triggered", "system", null),
            ("acknowledged", actor, "Looking"),
            ("resolved", actor, "Valve opened"),
            ("reopened", actor, "Still hot"),
        ]);
        (await Api.GetAsync("devices/boiler-1/telemetry"))["data"].EnumerateArray().Select(point => point.GetProperty("value").GetDouble())
            .ShouldBe([79.5, 80.5]);
    }

    [Fact]
    public async Task a_wrong_password_publishes_nothing()
    {
        var device = (await Api.PostAsync("devices", """{"device_id":"boiler-2","name":"Boiler"}""")).Is(201);
        (await PublishAsync(device, """{"temperature":1}""", password: "wrong")).ShouldNotBe(0);
        (await Api.GetAsync("devices/boiler-2/telemetry"))["count"].GetInt32().ShouldBe(0);
        (await Api.GetAsync("devices/boiler-2"))["last_seen"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task the_first_key_is_shown_once_and_kept_for_its_owner_alone()
    {
        var key = (await File.ReadAllTextAsync(platform.Process.KeyFile)).Trim();
        platform.Process.Output.Split(key).Length.ShouldBe(2, "shown once");
        File.GetUnixFileMode(platform.Process.KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<int> PublishAsync(Answer device, string payload, string? password = null)
    {
        var credentials = device["mqtt_credentials"];
        string Of(string member) => credentials.GetProperty(member).ToString();
        using var process = Process.Start(new ProcessStartInfo("mosquitto_pub",
        [
            "-h", Of("broker"), "-p", Of("port"), "-u", Of("username"), "-P", password ?? Of("password"), "-i", Of("client_id"),
            "-t", string.Create(CultureInfo.InvariantCulture, $"devices/{Of("client_id")}/telemetry"), "-m", payload, "-q", "1",
        ])
        {
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    private async Task<IReadOnlyList<JsonElement>> TimelineAsync(string alarmId) =>
        (await Api.GetAsync($"alarms/{alarmId}/timeline")).Is(200).Items("events");

    private static (string?, string?, string?) Told(JsonElement e) =>
        (e.GetProperty("event_type").GetString(), e.GetProperty("actor").GetString(), e.GetProperty("note").GetString());
}

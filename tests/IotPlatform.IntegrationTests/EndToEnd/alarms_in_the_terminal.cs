using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>What an auditor does on the command line, beside the running platform.</summary>
[Collection(FreshPlatformTests.Name)]
public sealed class alarms_in_the_terminal(FreshPlatform platform)
{
    private ApiClient Api => platform.Process.Api;

    [Fact]
    public async Task an_alarm_is_replayed_from_its_stream()
    {
        await using var hot = await OverheatAsync("kettle-1");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"Ann is on her way"}""")).Is(200);

        var lines = (await platform.Process.CommandAsync("alarms", "replay", hot.AlarmId)).TrimEnd().Split('\n');

        lines[0].ShouldBe($"Alarm {hot.AlarmId} of default");
        lines[1].ShouldBe("critical: Too hot (threshold) on x (kettle-1)");
        lines.ShouldContain(line => line.StartsWith("1  ") && line.EndsWith("the rule fired"));
        lines.ShouldContain("   temperature 93.5 > 90");
        lines.ShouldContain("   > 90 ┼─█─");
        lines.ShouldContain(line => line.StartsWith("2  ") && line.Contains("acknowledged by api_key:"));
        lines.ShouldContain("   \"Ann is on her way\"");
        lines.ShouldContain("   status: active -> acknowledged");
        lines[^1].ShouldBe("Now: acknowledged, fired once.");
        lines.ShouldAllBe(line => line.Length <= 80 && !line.Contains('\u001b'));
    }

    [Fact]
    public async Task a_replay_for_programs_stops_at_the_time_that_is_asked_for()
    {
        await using var hot = await OverheatAsync("kettle-2");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);

        var replay = await ReplayAsync(hot.AlarmId, "--customer", "default");

        replay.GetProperty("customer").GetString().ShouldBe("default");
        var timeline = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events");
        foreach (var member in new[] { "id", "event_type", "actor", "created_at", "details" })
            replay.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty(member).GetRawText())
                .ShouldBe(timeline.Select(entry => entry.GetProperty(member).GetRawText()));
        JsonElement.DeepEquals(replay.GetProperty("alarm"), (await Api.GetAsync($"alarms/{hot.AlarmId}")).Json).ShouldBeTrue();
        var before = await ReplayAsync(hot.AlarmId, "--as-of", timeline[0].GetProperty("created_at").GetString()!);
        before.GetProperty("steps").GetArrayLength().ShouldBe(1);
        before.GetProperty("alarm").GetProperty("status").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task notes_are_erased_from_there_too()
    {
        await using var hot = await OverheatAsync("kettle-3");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"Ann is on her way"}""")).Is(200);

        (await EraseAsync(hot.AlarmId)).ShouldBe($"Erased the one note of the alarm {hot.AlarmId}.");

        await Poll.UntilAsync(
            async () => (await Api.GetAsync($"alarms/{hot.AlarmId}")).Member("acknowledge_note") is null, "the note is gone");
        var last = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events")[^1];
        (last.GetProperty("event_type").GetString(), last.GetProperty("actor").GetString()).ShouldBe(("notes_erased", "system"));
        (await platform.Process.CommandAsync("alarms", "replay", hot.AlarmId)).ShouldContain("(a note was erased; SHA-256");
        (await EraseAsync(hot.AlarmId)).ShouldBe($"The alarm {hot.AlarmId} has no notes.");
    }

    [Theory]
    [InlineData("There is no alarm 'unknown'.", "alarms", "replay", "unknown")]
    [InlineData("The customer 'default' has no alarm 'unknown'.", "alarms", "replay", "unknown", "--customer", "default")]
    [InlineData("There is no customer 'Nobody'; './iot customers list' shows all.", "alarms", "replay", "unknown", "--customer", "Nobody")]
    public async Task what_is_not_there_is_said_in_one_line(string reason, params string[] arguments)
    {
        var (exitCode, output, errors) = await platform.Process.TryCommandAsync(arguments);
        (exitCode, output, errors.TrimEnd()).ShouldBe((1, "", $"iot: {reason}"));
    }

    private async Task<string> EraseAsync(string alarmId) => (await platform.Process.CommandAsync("alarms", "erase-notes", alarmId)).Trim();

    private async Task<JsonElement> ReplayAsync(string alarmId, params string[] options) =>
        JsonElement.Parse(await platform.Process.CommandAsync(["alarms", "replay", alarmId, "--json", .. options]));

    private async Task<HotDevice> OverheatAsync(string deviceId)
    {
        var device = await platform.Process.RegisterAsync(deviceId);
        var rule = (await Api.PostAsync("rules", $$"""
            {"name":"Too hot","rule_type":"threshold","severity":"critical","scope_type":"device","scope_device_id":"{{deviceId}}",
             "config":{"field":"temperature","operator":">","value":90} }
            """)).Is(201).Id;
        var connection = await DeviceConnection.OpenAsync(device, platform.Process.MqttPort);
        await connection.MeasureAsync(93.5);
        var alarm = await Poll.ForAsync(
            async () => (await Api.GetAsync($"alarms?rule_id={rule}")).Each("alarms", "id") is [var only] ? only : null, "an alarm");
        return new(device, rule, alarm, connection);
    }
}

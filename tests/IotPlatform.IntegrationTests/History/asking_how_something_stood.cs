using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.History;

public sealed class asking_how_something_stood(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly Duration Moment = Duration.FromTicks(10);

    [Fact]
    public async Task at_every_time_that_an_answer_gave_it_stood_as_the_answer_showed()
    {
        var registered = await RegisterAsync();
        var renamed = (await Api.PatchAsync("devices/pump-1", """{"name":"Renamed","is_active":false}""")).Is(200);
        (await Api.PostAsync("devices/pump-1/tags", """{"tags":["a"]}""")).Is(200);
        var tagged = (await Api.GetAsync("devices/pump-1")).Is(200);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        var again = await RegisterAsync("Second life");

        foreach (var seen in new[] { registered, renamed, tagged, again })
        {
            var stood = (await Api.GetAsync($"devices/pump-1?as_of={seen.Member("updated_at")}")).Is(200);
            stood.Shows(seen).ETag.ShouldBe(seen.ETag);
        }
        (await StoodAsync("devices/pump-1", TimeOf(registered) - Moment)).IsProblem(404, "not_found");
        (await StoodAsync("devices/pump-1", TimeOf(renamed) - Moment)).Is(200).Shows(registered);
        (await StoodAsync("devices/pump-1", TimeOf(tagged) - Moment)).Is(200).Shows(renamed);
        (await StoodAsync("devices/pump-1", TimeOf(again) - Moment)).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-1?as_of=2199-01-01T00:00:00Z")).Is(200).Shows((await Api.GetAsync("devices/pump-1")).Is(200));
    }

    [Fact]
    public async Task every_state_of_a_history_is_that_of_its_time()
    {
        await using (var hot = await Customer.OverheatAsync())
        {
            await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"seen"}""");
            await Api.PutAsync($"rules/{hot.RuleId}", """{"name":"Hotter","is_enabled":false}""");
            await Api.PatchAsync("devices/pump-1", """{"name":"Renamed"}""");
            await AgreesAsync($"alarms/{hot.AlarmId}");
            await AgreesAsync($"rules/{hot.RuleId}");
        }
        var group = await Customer.CreateGroupAsync("Pumps", "pump-1");
        await Api.PutAsync($"groups/{group}", """{"name":"All pumps"}""");
        await Api.DeleteAsync("devices/pump-1");
        await AgreesAsync("devices/pump-1");
        await AgreesAsync($"groups/{group}");
    }

    [Fact]
    public async Task a_group_and_a_profile_had_the_devices_that_they_had()
    {
        await Customer.RegisterAsync("d1");
        await Customer.RegisterAsync("d2");
        foreach (var (resources, id) in new[]
        {
            ("groups", await Customer.CreateGroupAsync("Pumps", "d1", "d2")),
            ("profiles", await Customer.CreateProfileAsync("Pump", "d1", "d2")),
        })
        {
            var created = TimeOf((await Api.GetAsync($"{resources}/{id}")).Is(200));
            var joined = await JoinTimesAsync("d2");
            (await StoodAsync($"{resources}/{id}", created)).Is(200).DeviceCount.ShouldBe(0);
            (await StoodAsync($"{resources}/{id}", joined[resources] - Moment)).Is(200).DeviceCount.ShouldBe(resources == "groups" ? 0 : 1);
            (await StoodAsync($"{resources}/{id}", joined[resources])).Is(200).DeviceCount.ShouldBe(2);
        }
        (await Api.DeleteAsync("devices/d1")).Is(204);
        var group = (await Api.GetAsync("groups")).Each("groups", "id").Single();
        (await StoodAsync($"groups/{group}", Now)).Is(200).DeviceCount.ShouldBe(1);
    }

    [Fact]
    public async Task a_device_was_connected_when_it_was_in_that_life()
    {
        var device = await Customer.RegisterAsync();
        var before = Now;
        await (await Customer.ConnectAsync(device)).DisposeAsync();
        var closed = await Poll.ForAsync(
            async () => (await Api.GetAsync("devices/pump-1")).Is(200) is var seen && seen.Member("last_disconnected_at") is not null ? seen : null,
            "the device is seen to have left");
        var (from, to) = (Times(closed, "last_connected_at"), Times(closed, "last_disconnected_at"));

        Connection(await StoodAsync("devices/pump-1", before)).ShouldBe((false, null, null));
        Connection(await StoodAsync("devices/pump-1", from)).ShouldBe((true, closed.Member("last_connected_at"), null));
        Connection(await StoodAsync("devices/pump-1", to - Moment)).ShouldBe((true, closed.Member("last_connected_at"), null));
        var left = (false, closed.Member("last_connected_at"), closed.Member("last_disconnected_at"));
        Connection(await StoodAsync("devices/pump-1", to)).ShouldBe(left);

        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        await Customer.RegisterAsync();
        Connection(await StoodAsync("devices/pump-1", to)).ShouldBe(left);
        Connection(await StoodAsync("devices/pump-1", Now)).ShouldBe((false, null, null));
    }

    [Fact]
    public async Task a_command_stood_so_too_for_its_own_device_alone()
    {
        await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("pump-2");
        var command = await Customer.QueueAsync("reboot", """ "payload":{"delay" : 1.50} """);
        var stood = (await Api.GetAsync($"devices/pump-1/commands/{command.Id}?as_of={command.Member("updated_at")}")).Is(200);
        stood.Shows(command)["payload"].GetRawText().ShouldBe("""{"delay" : 1.50}""");
        (await Api.GetAsync($"devices/pump-2/commands/{command.Id}?as_of={command.Member("updated_at")}")).IsProblem(404, "not_found");
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-01-01")]
    [InlineData("")]
    [InlineData("1700000000")]
    [InlineData("2026-01-01T00:00:00Z&as_of=2026-01-02T00:00:00Z")]
    public async Task a_value_that_is_no_time_is_a_422(string value)
    {
        await Customer.RegisterAsync();
        (await Api.GetAsync($"devices/pump-1?as_of={value}")).IsInvalid("as_of");
    }

    [Fact]
    public async Task any_offset_is_understood()
    {
        var registered = await RegisterAsync();
        var there = TimeOf(registered).WithOffset(Offset.FromHours(5)).ToString("uuuu-MM-dd'T'HH:mm:ss.ffffffo<+HH:mm>", null);
        (await Api.GetAsync($"devices/pump-1?as_of={Uri.EscapeDataString(there)}")).Is(200).Shows(registered);
        (await Api.GetAsync($"devices/pump-1?as_of={there}")).Is(200).Shows(registered);
    }

    [Fact]
    public async Task another_customers_and_another_kind_are_404s()
    {
        var registered = await RegisterAsync();
        var stranger = await Platform.NewCustomerAsync();
        (await stranger.Api.GetAsync($"devices/pump-1?as_of={registered.Member("updated_at")}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"rules/pump-1?as_of={registered.Member("updated_at")}")).IsProblem(404, "not_found");
    }

    private Instant Now => Platform.Get<IClock>().GetCurrentInstant();

    private async Task<Answer> RegisterAsync(string name = "Pump")
    {
        (await Api.PostAsync("devices", $$"""{"device_id":"pump-1","name":"{{name}}"}""")).Is(201);
        return (await Api.GetAsync("devices/pump-1")).Is(200);
    }

    private Task<Answer> StoodAsync(string path, Instant moment) => Api.GetAsync($"{path}?as_of={Json.Format(moment)}");

    // The last of the events of one instant shows how the resource stood at it.
    private async Task AgreesAsync(string path)
    {
        var events = (await Api.GetAsync($"{path}/history?include=state")).Is(200).Items("events");
        foreach (var last in events.GroupBy(e => e.GetProperty("created_at").GetString()).Select(same => same.Last()))
        {
            var stood = await Api.GetAsync($"{path}?as_of={last.GetProperty("created_at").GetString()}");
            var state = last.GetProperty("state");
            if (state.ValueKind is JsonValueKind.Null) stood.IsProblem(404, "not_found");
            else JsonElement.DeepEquals(stood.Is(200).Json, state).ShouldBeTrue($"{stood}\n{state}");
        }
    }

    private async Task<Dictionary<string, Instant>> JoinTimesAsync(string deviceId)
    {
        var events = (await Api.GetAsync($"devices/{deviceId}/history")).Is(200).Items("events");
        Instant? Last(string type) => events.Where(e => e.GetProperty("event_type").GetString() == type)
            .Select(e => (Instant?)Read(e.GetProperty("created_at"))).LastOrDefault();
        return new() { ["groups"] = Last("device_joined_group") ?? default, ["profiles"] = Last("device_profiled") ?? default };
    }

    private static (bool, string?, string?) Connection(Answer device) =>
        (device.Is(200)["is_connected"].GetBoolean(), device.Member("last_connected_at"), device.Member("last_disconnected_at"));

    private static Instant TimeOf(Answer answer) => Times(answer, "updated_at");

    private static Instant Times(Answer answer, string member) => Read(answer[member]);

    private static Instant Read(JsonElement time) => Instant.FromDateTimeOffset(Answer.Time(time));
}

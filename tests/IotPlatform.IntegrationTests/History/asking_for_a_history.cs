using System.Text.Json;
using IotPlatform.Devices;
using IotPlatform.IntegrationTests.Notifications;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.History;

public sealed class asking_for_a_history(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Then = "?then";

    [Fact]
    public async Task a_devices_tells_all_its_lives()
    {
        await LiveTwiceAsync();

        var history = (await Api.GetAsync("devices/pump-1/history")).Is(200);

        (history.Member("resource"), history.Member("id")).ShouldBe(("device", "pump-1"));
        history.Each("events", "event_type").ShouldBe(
        [
            "device_registered", "device_described", "device_tagged", "device_deactivated", "device_activated", "device_deleted",
            "device_registered", "device_described",
        ]);
        history.Items("events").Select(e => e.GetProperty("version").GetInt64()).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        history.Each("events", "actor").ShouldAllBe(actor => actor == Customer.Actor);
        history.Items("events").Select(e => Answer.Time(e.GetProperty("created_at"))).ShouldBeInOrder();
        history.Each("events", "id").ShouldAllBe(id => Guid.Parse(id).Version == 7);
        (await Api.GetAsync("devices/pump-1")).ETag.ShouldBe("\"8\"");
    }

    [Fact]
    public async Task a_deleted_one_is_still_told_of()
    {
        await Customer.RegisterAsync();
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await Api.GetAsync("devices/pump-1")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-1/history")).Is(200).Each("events", "event_type")
            .ShouldBe(["device_registered", "device_deleted"]);
    }

    [Fact]
    public async Task an_event_tells_what_was_said_by_whom_in_which_request_and_when()
    {
        await Customer.RegisterAsync();
        var changed = (await Api.SendAsync(
            HttpMethod.Patch, "devices/pump-1", """{"name":"New","metadata":{"a":[1]}}""", ("X-Request-Id", "order-17"))).Is(200);

        var last = (await Api.GetAsync("devices/pump-1/history")).Is(200).Items("events")[^1];

        (Text(last, "actor"), Text(last, "correlation_id"), Text(last, "created_at"))
            .ShouldBe((Customer.Actor, "order-17", changed.Member("updated_at")));
        var data = last.GetProperty("data");
        (Text(data, "id"), Text(data, "name"), data.GetProperty("metadata").GetRawText()).ShouldBe(("pump-1", "New", """{"a":[1]}"""));
        Text(data, "at").ShouldBe(changed.Member("updated_at"));
    }

    [Fact]
    public async Task every_kind_of_resource_has_one()
    {
        var rule = await Customer.CreateRuleAsync();
        await Tells("groups", await Customer.CreateGroupAsync(), "group", "group_created");
        await Tells("profiles", await Customer.CreateProfileAsync(), "profile", "profile_created");
        await Tells("datapoints", await Customer.DefineAsync(), "datapoint", "datapoint_defined");
        await Tells("rules", rule, "rule", "rule_created");
        await Tells("notifications/policies", await Customer.PolicyAsync(), "policy", "policy_created");
        await Tells("notifications/silences", (await Customer.SilenceAsync()).Id, "silence", "silence_created");
        await using var hot = await Customer.OverheatAsync();
        await Tells("alarms", hot.AlarmId, "alarm", "alarm_triggered");
    }

    [Fact]
    public async Task what_the_platform_does_by_itself_is_its_own()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.GetAsync($"alarms/{hot.AlarmId}/history")).Each("events", "actor").ShouldBe(["system"]);
    }

    [Fact]
    public async Task a_rules_config_is_told_character_for_character()
    {
        const string config = """{"field" : "temperature","operator":">","value":30.50}""";
        var rule = await Customer.CreateRuleAsync("", config);
        (await Api.GetAsync($"rules/{rule}/history?include=state")).Is(200).Items("events").ShouldAllBe(e =>
            e.GetProperty("data").GetProperty("config").GetRawText() == config && e.GetProperty("state").GetProperty("config").GetRawText() == config);
    }

    [Fact]
    public async Task with_the_states_each_event_is_told_with_what_it_changed()
    {
        await LiveTwiceAsync();

        var events = (await Api.GetAsync("devices/pump-1/history?include=state")).Is(200).Items("events");

        events.Select(e => Text(e, "state", "name")).ShouldBe(
            ["Device pump-1", "Renamed", "Renamed", "Renamed", "Renamed", null, "Second life", "Third name"]);
        events[0].GetProperty("state_before").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var (before, after) in events.Zip(events.Skip(1)))
            JsonElement.DeepEquals(before.GetProperty("state"), after.GetProperty("state_before")).ShouldBeTrue();
        JsonElement.DeepEquals(events[^1].GetProperty("state"), (await Api.GetAsync("devices/pump-1")).Json).ShouldBeTrue();
        (await Api.GetAsync("devices/pump-1/history")).Items("events").Any(e => e.TryGetProperty("state", out _)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("include=everything")]
    [InlineData("include=")]
    [InlineData("include=state,data")]
    [InlineData("include=state&include=data")]
    public async Task only_states_can_be_included(string query)
    {
        await Customer.RegisterAsync();
        (await Api.GetAsync($"devices/pump-1/history?{query}")).IsInvalid("include");
    }

    [Fact]
    public async Task an_id_of_nothing_or_of_another_kind_is_a_404()
    {
        await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync();
        foreach (var path in new[] { "devices/unknown", $"devices/{rule}", "rules/pump-1", "alarms/pump-1", "groups/pump-1", $"datapoints/{rule}" })
            (await Api.GetAsync($"{path}/history")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task another_customers_is_a_404()
    {
        await Customer.RegisterAsync();
        (await (await Platform.NewCustomerAsync()).Api.GetAsync("devices/pump-1/history?include=state")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task it_holds_no_password_and_nothing_that_is_kept_of_one()
    {
        var device = await Customer.RegisterAsync();
        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        var registered = (await session.Events.FetchStreamAsync("pump-1")).Select(e => e.Data).OfType<DeviceRegistered>().Single();

        var history = (await Api.GetAsync("devices/pump-1/history?include=state")).Is(200).Text;

        registered.CredentialHash.ShouldNotBeNullOrEmpty();
        foreach (var secret in new[] { registered.CredentialHash, device.Password, "credential_hash" }) history.ShouldNotContain(secret);
    }

    [Fact]
    public async Task a_note_that_was_erased_is_nowhere_any_more()
    {
        await using var hot = await Customer.OverheatAsync();
        var acknowledged = (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"Call Mary"}""")).Is(200);
        (await Api.GetAsync($"alarms/{hot.AlarmId}/history?include=state")).Text.ShouldContain("Call Mary");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/resolve")).Is(200);

        foreach (var path in new[] { $"alarms/{hot.AlarmId}/history?include=state", $"alarms/{hot.AlarmId}{Then}", $"alarms{Then}" })
            (await Api.GetAsync(path.Replace(Then, $"?as_of={acknowledged.Member("updated_at")}"))).Is(200).Text.ShouldNotContain("Mary");
    }

    [Fact]
    public async Task however_long_it_is_it_is_told_whole()
    {
        const int changes = 1_203;
        await Customer.RegisterAsync();
        await RenameAsync(changes);

        var events = (await Api.GetAsync("devices/pump-1/history?include=state")).Is(200).Items("events");

        events.Select(e => e.GetProperty("version").GetInt64()).ShouldBe(Enumerable.Range(1, changes + 1).Select(version => (long)version));
        events.Skip(1).Select(e => Text(e, "state", "name")).ShouldBe(Enumerable.Range(1, changes).Select(number => $"Name {number}"));
    }

    private async Task LiveTwiceAsync()
    {
        await Customer.RegisterAsync();
        (await Api.PatchAsync("devices/pump-1", """{"name":"Renamed"}""")).Is(200);
        (await Api.PostAsync("devices/pump-1/tags", """{"tags":["a","b"]}""")).Is(200);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await Api.PostAsync("devices", """{"device_id":"pump-1","name":"Second life"}""")).Is(201);
        (await Api.PatchAsync("devices/pump-1", """{"name":"Third name"}""")).Is(200);
    }

    private async Task RenameAsync(int times)
    {
        await using var session = Sessions.Open(Platform.Get<IDocumentStore>(), Caller.System(Customer.Id), "many names");
        var now = Platform.Get<IClock>().GetCurrentInstant();
        session.Events.Append("pump-1", times + 1, Enumerable.Range(1, times)
            .Select(number => (object)new DeviceDescribed("pump-1", $"Name {number}", null, null, Body.NoMetadata, now)));
        await session.SaveChangesAsync();
    }

    private async Task Tells(string resources, string id, string kind, string eventType)
    {
        var history = (await Api.GetAsync($"{resources}/{id}/history?include=state")).Is(200);
        (history.Member("resource"), history.Member("id")).ShouldBe((kind, id));
        history.Each("events", "event_type").ShouldBe([eventType]);
        JsonElement.DeepEquals(history.Items("events")[0].GetProperty("state"), (await Api.GetAsync($"{resources}/{id}")).Json)
            .ShouldBeTrue();
    }

    private static string? Text(JsonElement owner, params string[] path)
    {
        foreach (var member in path)
        {
            if (owner.ValueKind is JsonValueKind.Null) return null;
            owner = owner.GetProperty(member);
        }
        return owner.GetString();
    }
}

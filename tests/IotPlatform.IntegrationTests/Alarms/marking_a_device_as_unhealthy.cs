using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class marking_a_device_as_unhealthy(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Marks = "\"actions\":[\"mark_unhealthy\"]";

    [Fact]
    public async Task it_ends_when_the_rule_is_deleted()
    {
        var rule = await MarkAsync();
        await Ends(() => Api.DeleteAsync($"rules/{rule}"), 204);
    }

    [Fact]
    public async Task it_ends_when_the_rule_is_disabled_and_marks_no_more_at_once()
    {
        var rule = await MarkAsync();
        await Ends(() => Api.PutAsync($"rules/{rule}", """{"is_enabled":false,"actions":["create_alarm"]}"""));
    }

    [Fact]
    public async Task it_ends_when_the_rule_is_to_mark_no_more()
    {
        var rule = await MarkAsync();
        (await Api.PutAsync($"rules/{rule}", """{"name":"Hotter"}""")).Is(200);
        (await CountAsync()).ShouldBe(1);
        await Ends(() => Api.PutAsync($"rules/{rule}", """{"actions":["create_alarm"]}"""));
    }

    [Fact]
    public async Task it_ends_when_the_device_is_deactivated()
    {
        await MarkAsync();
        await Ends(() => Api.PatchAsync("devices/pump-1", """{"is_active":false}"""));
    }

    [Fact]
    public async Task it_ends_when_the_device_is_deleted()
    {
        await MarkAsync();
        await Ends(() => Api.DeleteAsync("devices/pump-1"), 204);
    }

    [Fact]
    public async Task it_ends_when_the_device_leaves_the_rules_group_and_no_other()
    {
        await Customer.RegisterAsync();
        var (group, other) = (await Customer.CreateGroupAsync("Pumps", "pump-1"), await Customer.CreateGroupAsync("Others", "pump-1"));
        await MarkAsync($"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\"", isRegistered: true);
        (await Api.DeleteAsync($"groups/{other}/devices/pump-1")).Is(204);
        (await CountAsync()).ShouldBe(1);
        await Ends(() => Api.DeleteAsync($"groups/{group}/devices/pump-1"), 204);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task it_ends_when_the_rules_profile_no_longer_applies(bool isReplaced)
    {
        await Customer.RegisterAsync();
        var (profile, other) = (await Customer.CreateProfileAsync("Pump", "pump-1"), await Customer.CreateProfileAsync("Other"));
        await MarkAsync($"\"scope_type\":\"profile\",\"scope_profile_id\":\"{profile}\"", isRegistered: true);
        await Ends(() => isReplaced
            ? Api.PostAsync($"profiles/{other}/apply/pump-1")
            : Api.PatchAsync("devices/pump-1", """{"profile_id":null}"""));
    }

    // Whatever the evaluator makes of the device's silence here, it says nothing of a key that the device never sends.
    private async Task<string> MarkAsync(string scope = "\"scope_type\":\"fleet\"", bool isRegistered = false)
    {
        if (!isRegistered) await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync($"{Marks},{scope}", """{"field":"never","operator":">","value":30}""");
        var firing = new Firing(
            Customer.Id, rule, "Too warm", "threshold", Severity.Critical, "pump-1", "Pump", "31 > 30", JsonElement.Parse("{}"), 1,
            Instant.FromUtc(2026, 3, 1, 12, 0))
        {
            Actions = RuleActions.MarkUnhealthy,
        };
        await Platform.Get<RecordFiring>().TriggerAsync(firing, default);
        await Platform.Get<RecordFiring>().TriggerAsync(firing with { RuleId = "unrelated", DeviceId = "pump-2" }, default);
        (await CountAsync()).ShouldBe(1);
        return rule;
    }

    private async Task Ends(Func<Task<Answer>> change, int status = 200)
    {
        (await change()).Is(status);
        (await CountAsync()).ShouldBe(0);
        (await CountAsync("pump-2")).ShouldBe(1, "the mark of another rule on another device stands");
    }

    private async Task<int> CountAsync(string deviceId = "pump-1")
    {
        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        return (await UnhealthyMarks.OfDeviceAsync(session, deviceId, default)).Count;
    }
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class deleting_a_profile(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_is_gone_from_then_on()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateProfileAsync();
        (await Api.DeleteAsync($"profiles/{id}")).Is(204).Text.ShouldBeEmpty();
        (await Api.DeleteAsync($"profiles/{id}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"profiles/{id}")).IsProblem(404, "not_found");
        (await Api.PutAsync($"profiles/{id}", """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Api.PostAsync($"profiles/{id}/apply/pump-1")).IsProblem(404, "not_found");
        (await Api.PatchAsync("devices/pump-1", $$"""{"profile_id":"{{id}}"}""")).IsInvalid("profile_id");
        (await Api.GetAsync("profiles")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task it_applies_to_no_device_any_more_and_the_devices_stay()
    {
        await Customer.RegisterAsync("a");
        await Customer.RegisterAsync("b");
        await Customer.RegisterAsync("other");
        var kept = await Customer.CreateProfileAsync("Kept", "other");
        var id = await Customer.CreateProfileAsync("Pump", "a", "b");

        (await Api.DeleteAsync($"profiles/{id}")).Is(204);

        foreach (var device in new[] { "a", "b" })
            (await Api.GetAsync($"devices/{device}")).Is(200)["profile_id"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.GetAsync("devices/other")).Member("profile_id").ShouldBe(kept);
        (await Api.GetAsync($"devices?profile_id={id}")).Total.ShouldBe(0);
        (await Api.GetAsync($"profiles/{kept}")).DeviceCount.ShouldBe(1);
    }

    [Fact]
    public async Task while_a_rule_is_about_it_it_stays_applied_and_the_answer_names_the_rule()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateProfileAsync("Pump", "pump-1");
        var rule = await Customer.CreateRuleAsync($"\"scope_type\":\"profile\",\"scope_profile_id\":\"{id}\"");

        var refused = (await Api.DeleteAsync($"profiles/{id}")).IsProblem(409, "in_use").Member("detail")!;

        refused.ShouldContain($"'Rule 1' ({rule})");
        (await Api.GetAsync("devices/pump-1")).Member("profile_id").ShouldBe(id);
        (await Api.DeleteAsync($"rules/{rule}")).Is(204);
        (await Api.DeleteAsync($"profiles/{id}")).Is(204);
    }
}

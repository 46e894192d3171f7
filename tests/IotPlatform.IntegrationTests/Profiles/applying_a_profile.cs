using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class applying_a_profile(PlatformFixture platform) : PlatformTest(platform)
{
    private Task<Answer> Apply(string profile, string device = "pump-1") => Api.PostAsync($"profiles/{profile}/apply/{device}");

    private async Task<int> CountOf(string profile) => (await Api.GetAsync($"profiles/{profile}")).Is(200).DeviceCount;

    [Fact]
    public async Task it_answers_the_device_which_has_it_from_then_on()
    {
        await Customer.RegisterAsync();
        await Customer.RegisterAsync("other");
        var profile = await Customer.CreateProfileAsync();

        var device = (await Apply(profile)).Is(200);

        (device.Member("device_id"), device.Member("profile_id")).ShouldBe(("pump-1", profile));
        (await Api.GetAsync("devices/pump-1")).Shows(device).ETag.ShouldBe(device.ETag);
        (await Api.GetAsync($"devices?profile_id={profile}")).Each("devices", "device_id").ShouldBe(["pump-1"]);
        (await CountOf(profile)).ShouldBe(1);
        (await Api.GetAsync("profiles")).Items("profiles").Single().GetProperty("device_count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task applying_it_again_changes_nothing()
    {
        await Customer.RegisterAsync();
        var profile = await Customer.CreateProfileAsync("Pump", "pump-1");
        var before = await Api.GetAsync("devices/pump-1");
        (await Apply(profile)).Is(200).Shows(before).ETag.ShouldBe(before.ETag);
        (await CountOf(profile)).ShouldBe(1);
    }

    [Fact]
    public async Task it_takes_the_place_of_the_former_one_and_both_count()
    {
        await Customer.RegisterAsync();
        var former = await Customer.CreateProfileAsync("Former", "pump-1");
        var profile = await Customer.CreateProfileAsync("New", "pump-1");
        (await CountOf(former), await CountOf(profile)).ShouldBe((0, 1));
        (await Api.PatchAsync("devices/pump-1", $$"""{"profile_id":"{{former}}"}""")).Is(200).Member("profile_id").ShouldBe(former);
        (await CountOf(former), await CountOf(profile)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task a_patch_with_null_takes_it_off_and_one_without_it_leaves_it()
    {
        await Customer.RegisterAsync();
        var profile = await Customer.CreateProfileAsync("Pump", "pump-1");
        (await Api.PatchAsync("devices/pump-1", """{"name":"New"}""")).Is(200).Member("profile_id").ShouldBe(profile);
        (await Api.PatchAsync("devices/pump-1", """{"profile_id":null}""")).Is(200)["profile_id"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await CountOf(profile)).ShouldBe(0);
        (await Api.GetAsync($"devices?profile_id={profile}")).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData("\"unknown\"")]
    [InlineData("\"\"")]
    [InlineData("\"pump-1\"")]
    [InlineData("7")]
    public async Task a_patch_with_what_names_no_profile_is_a_422_and_changes_nothing(string unknown)
    {
        await Customer.RegisterAsync();
        var profile = await Customer.CreateProfileAsync("Pump", "pump-1");
        (await Api.PatchAsync("devices/pump-1", $$"""{"name":"New","profile_id":{{unknown}}}""")).IsInvalid("profile_id");
        var device = await Api.GetAsync("devices/pump-1");
        (device.Member("name"), device.Member("profile_id")).ShouldBe(("Device pump-1", profile));
    }

    [Fact]
    public async Task an_unknown_profile_or_device_is_a_404()
    {
        await Customer.RegisterAsync();
        var (profile, gone) = (await Customer.CreateProfileAsync(), await Customer.CreateProfileAsync());
        await Api.DeleteAsync($"profiles/{gone}");
        (await Apply(gone)).IsProblem(404, "not_found").Member("detail")!.ShouldContain(gone);
        (await Apply("unknown")).IsProblem(404, "not_found").Member("detail")!.ShouldContain("'unknown'");
        (await Apply(profile, "nobody")).IsProblem(404, "not_found").Member("detail")!.ShouldContain("'nobody'");
        (await Apply(await Customer.CreateGroupAsync())).IsProblem(404, "not_found");
        (await CountOf(profile)).ShouldBe(0);
    }

    [Fact]
    public async Task an_outdated_version_of_the_device_is_a_412()
    {
        await Customer.RegisterAsync();
        var profile = await Customer.CreateProfileAsync();
        (await Api.SendAsync(HttpMethod.Post, $"profiles/{profile}/apply/pump-1", null as string, ("If-Match", "\"2\"")))
            .IsProblem(412, "conflict");
        (await Api.SendAsync(HttpMethod.Post, $"profiles/{profile}/apply/pump-1", null as string, ("If-Match", "\"1\""))).Is(200);
    }

    [Fact]
    public async Task with_a_device_goes_its_application()
    {
        await Customer.RegisterAsync();
        var profile = await Customer.CreateProfileAsync("Pump", "pump-1");
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await CountOf(profile)).ShouldBe(0);
        await Customer.RegisterAsync();
        (await Api.GetAsync("devices/pump-1"))["profile_id"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await CountOf(profile)).ShouldBe(0);
    }

    [Fact]
    public async Task a_rule_of_a_profile_fires_for_its_devices_alone()
    {
        await using var outside = await Customer.ConnectAsync(await Customer.RegisterAsync("outside"));
        await using var inside = await Customer.ConnectAsync(await Customer.RegisterAsync("inside"));
        var profile = await Customer.CreateProfileAsync("Pump", "inside");
        await Customer.CreateRuleAsync($"\"scope_type\":\"profile\",\"scope_profile_id\":\"{profile}\"");
        await outside.MeasureAsync(31);
        await inside.MeasureAsync(31);
        await Customer.AlarmAsync("device_id=inside");
        (await Customer.AlarmsAsync("device_id=outside")).ShouldBeEmpty();
    }
}

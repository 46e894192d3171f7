using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class racing_for_a_profile(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Rounds = 12;

    [Fact]
    public async Task a_profile_that_goes_while_it_is_applied_applies_to_no_device()
    {
        foreach (var device in new[] { "a", "b", "c" }) await Customer.RegisterAsync(device);
        var other = await Customer.CreateProfileAsync("Other");
        for (var round = 0; round < Rounds; round++)
        {
            var profile = await Customer.CreateProfileAsync("Pump", "a", "b");
            var answers = await Task.WhenAll(
                Api.PatchAsync("devices/c", $$"""{"profile_id":"{{profile}}"}"""), Api.PostAsync($"profiles/{profile}/apply/c"),
                Api.DeleteAsync($"profiles/{profile}"), Api.PatchAsync("devices/a", $$"""{"profile_id":"{{other}}"}"""));

            answers[0].Status.ShouldBeOneOf(200, 422);
            answers[1].Status.ShouldBeOneOf(200, 404);
            answers[2].Is(204);
            answers[3].Is(200).Member("profile_id").ShouldBe(other);
            (await Api.GetAsync($"devices?profile_id={profile}")).Total.ShouldBe(0);
            foreach (var device in new[] { "b", "c" })
                (await Api.GetAsync($"devices/{device}"))["profile_id"].ValueKind.ShouldBe(JsonValueKind.Null);
            (await Api.GetAsync($"profiles/{other}")).DeviceCount.ShouldBe(1);
        }
    }

    [Fact]
    public async Task either_a_rule_is_about_the_profile_or_the_profile_goes()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var profile = await Customer.CreateProfileAsync();
            var rule = Api.PostAsync("rules", $$"""
                {"name":"x","rule_type":"threshold","scope_type":"profile","scope_profile_id":"{{profile}}",
                 "config":{"field":"t","operator":">","value":1} }
                """);
            var deletion = Api.DeleteAsync($"profiles/{profile}");
            await Task.WhenAll(rule, deletion);
            ((await rule).Status, (await deletion).Status).ShouldBeOneOf((201, 409), (422, 204));
            (await Api.GetAsync($"profiles/{profile}")).Status.ShouldBe((await rule).Status is 201 ? 200 : 404);
        }
    }

    [Fact]
    public async Task of_many_profiles_at_once_one_is_applied_and_counts()
    {
        await Customer.RegisterAsync();
        var profiles = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Customer.CreateProfileAsync($"Profile {number}")));
        var answers = await Task.WhenAll(profiles.Select(profile => Api.PostAsync($"profiles/{profile}/apply/pump-1")));
        foreach (var answer in answers) answer.Is(200);
        var applied = (await Api.GetAsync("devices/pump-1")).Member("profile_id");
        foreach (var profile in profiles) (await Api.GetAsync($"profiles/{profile}")).DeviceCount.ShouldBe(profile == applied ? 1 : 0);
    }
}

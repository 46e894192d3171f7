using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.History;

/// <summary>
/// Random commands over the API, and what a GET answered between them: at each of these moments it stood as that had shown.
/// </summary>
public sealed class living_at_random(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task a_device_a_rule_and_a_group_stood_as_they_were_seen(int seed)
    {
        var random = new Random(seed);
        var rule = await Customer.CreateRuleAsync();
        var group = await Customer.CreateGroupAsync();
        var profile = await Customer.CreateProfileAsync();
        string[] paths = ["devices/pump-1", $"rules/{rule}", $"groups/{group}", $"profiles/{profile}"];
        List<(Instant At, string Path, Answer Seen)> seen = [];
        for (var step = 0; step < Steps; step++)
        {
            await CommandAsync(random, rule, group, profile);
            foreach (var path in paths) seen.Add((Platform.Get<IClock>().GetCurrentInstant(), path, await Api.GetAsync(path)));
        }

        seen.ShouldContain(one => one.Seen.Status == 404);
        foreach (var (at, path, then) in seen)
        {
            var stood = (await Api.GetAsync($"{path}?as_of={Json.Format(at)}")).Is(then.Status);
            if (then.Status == 200) stood.Shows(then).ETag.ShouldBe(then.ETag);
        }
        // How many devices a group has changes without an event of its own.
        foreach (var path in paths[..2]) await EndsAsync(path, seen.Last(one => one.Path == path).Seen);
    }

    private Task<Answer> CommandAsync(Random random, string rule, string group, string profile) => random.Next(9) switch
    {
        0 => Api.DeleteAsync("devices/pump-1"),
        1 => Api.PatchAsync("devices/pump-1", $$"""{"name":"Pump {{random.Next()}}","is_active":{{(random.Next(2) == 0 ? "true" : "false")}}}"""),
        2 => Api.PostAsync("devices/pump-1/tags", $$"""{"tags":["t{{random.Next(5)}}"]}"""),
        3 => Api.PostAsync($"groups/{group}/devices", """{"device_ids":["pump-1"]}"""),
        4 => Api.DeleteAsync($"groups/{group}/devices/pump-1"),
        5 => Api.PatchAsync("devices/pump-1", $$"""{"profile_id":{{(random.Next(2) == 0 ? "null" : $"\"{profile}\"")}}}"""),
        6 => Api.PutAsync($"rules/{rule}", $$$"""{"config":{"field":"temperature","operator":">","value":{{{random.Next(9)}}}.0}}"""),
        7 => Api.PostAsync($"rules/{rule}/{(random.Next(2) == 0 ? "enable" : "disable")}"),
        _ => Api.PostAsync("devices", """{"device_id":"pump-1","name":"Pump"}"""),
    };

    private async Task EndsAsync(string path, Answer seen)
    {
        var state = (await Api.GetAsync($"{path}/history?include=state")).Is(200).Items("events")[^1].GetProperty("state");
        if (seen.Status == 404) state.ValueKind.ShouldBe(JsonValueKind.Null);
        else JsonElement.DeepEquals(state, seen.Json).ShouldBeTrue($"{state}\n{seen}");
    }
}

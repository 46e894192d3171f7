using IotPlatform.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class belonging_to_a_group(PlatformFixture platform) : PlatformTest(platform)
{
    private async Task<IReadOnlyList<string>> GroupsOf(string deviceId) =>
        [.. (await Api.GetAsync($"devices/{deviceId}")).Is(200)["group_ids"].EnumerateArray().Select(id => id.GetString()!)];

    [Fact]
    public async Task devices_become_members_and_the_group_counts_them()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("pump-2");
        await Customer.RegisterAsync("pump-3");

        var answer = (await Customer.JoinAsync(group, "pump-1", "pump-2", "pump-1")).Is(200);

        answer.Id.ShouldBe(group);
        answer.DeviceCount.ShouldBe(2);
        (await GroupsOf("pump-1")).ShouldBe([group]);
        (await GroupsOf("pump-3")).ShouldBeEmpty();
        (await Api.GetAsync($"groups/{group}/devices")).Is(200).Each("devices", "device_id").ShouldBe(["pump-1", "pump-2"]);
        (await Api.GetAsync($"devices?group_id={group}")).Is(200).Total.ShouldBe(2);
        (await Api.GetAsync("groups")).Items("groups").Single().GetProperty("device_count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task a_member_that_is_added_again_stays_what_it_is()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.RegisterAsync("pump-1");
        (await Customer.JoinAsync(group, "pump-1")).Is(200);
        var version = (await Api.GetAsync("devices/pump-1")).ETag;
        (await Customer.JoinAsync(group, "pump-1")).Is(200).DeviceCount.ShouldBe(1);
        (await Api.GetAsync("devices/pump-1")).ETag.ShouldBe(version);
    }

    [Fact]
    public async Task one_unknown_device_and_none_becomes_a_member()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("gone");
        (await Api.DeleteAsync("devices/gone")).Is(204);
        var refused = await Customer.JoinAsync(group, "pump-1", "nobody", "gone");
        refused.IsInvalid("device_ids");
        refused.Text.ShouldContain("'nobody'");
        refused.Text.ShouldContain("'gone'");
        (await GroupsOf("pump-1")).ShouldBeEmpty();
        (await Api.GetAsync($"groups/{group}")).DeviceCount.ShouldBe(0);
    }

    [Fact]
    public async Task a_thousand_devices_may_be_added_at_once_and_not_one_more()
    {
        var group = await Customer.CreateGroupAsync();
        var devices = await Customer.RegisterManyAsync(1000);

        (await Customer.JoinAsync(group, [.. devices, "one-more"])).IsInvalid("device_ids");
        (await Customer.JoinAsync(group, devices)).Is(200).DeviceCount.ShouldBe(1000);
        (await Api.GetAsync($"groups/{group}/devices?page=10&page_size=100")).Each("devices", "device_id").ShouldBe(devices.Skip(900));
        (await Api.DeleteAsync($"groups/{group}")).Is(204);
        (await Api.GetAsync($"devices?group_id={group}")).Total.ShouldBe(0);
        (await GroupsOf(devices[^1])).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_device_leaves_a_group_once()
    {
        var (group, other) = (await Customer.CreateGroupAsync(), await Customer.CreateGroupAsync("Others"));
        await Customer.RegisterAsync("pump-1");
        await Customer.JoinAsync(group, "pump-1");
        await Customer.JoinAsync(other, "pump-1");

        (await Api.DeleteAsync($"groups/{group}/devices/pump-1")).Is(204);

        (await GroupsOf("pump-1")).ShouldBe([other]);
        (await Api.GetAsync($"groups/{group}")).DeviceCount.ShouldBe(0);
        (await Api.DeleteAsync($"groups/{group}/devices/pump-1")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task with_a_group_go_the_memberships_and_the_devices_stay()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.RegisterAsync("pump-1");
        await Customer.JoinAsync(group, "pump-1");
        (await Api.DeleteAsync($"groups/{group}")).Is(204);
        (await Api.GetAsync($"groups/{group}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"groups/{group}/devices")).IsProblem(404, "not_found");
        (await GroupsOf("pump-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task with_a_device_goes_its_membership()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.RegisterAsync("pump-1");
        await Customer.JoinAsync(group, "pump-1");
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await Api.GetAsync($"groups/{group}")).DeviceCount.ShouldBe(0);
        await Customer.RegisterAsync("pump-1");
        (await GroupsOf("pump-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_group_that_a_rule_is_about_cannot_go()
    {
        var group = await Customer.CreateGroupAsync();
        var rule = await Customer.CreateRuleAsync($"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\"");
        (await Api.DeleteAsync($"groups/{group}")).IsProblem(409, "in_use").Member("detail")!.ShouldContain(rule);
        (await Api.DeleteAsync($"rules/{rule}")).Is(204);
        (await Api.DeleteAsync($"groups/{group}")).Is(204);
    }

    [Fact]
    public async Task a_rule_of_a_group_fires_for_its_members_alone()
    {
        var group = await Customer.CreateGroupAsync();
        await Customer.CreateRuleAsync($"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\"");
        await using var outside = await Customer.ConnectAsync(await Customer.RegisterAsync("outside"));
        await using var inside = await Customer.ConnectAsync(await Customer.RegisterAsync("inside"));
        await Customer.JoinAsync(group, "inside");
        await outside.MeasureAsync(31);
        await inside.MeasureAsync(31);
        await Customer.AlarmAsync("device_id=inside");
        (await Customer.AlarmsAsync("device_id=outside")).ShouldBeEmpty();
    }

    [Fact]
    public async Task what_was_made_this_moment_can_be_joined_this_moment() =>
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, _) =>
        {
            await Customer.RegisterAsync($"pump-{number}");
            await Customer.CreateGroupAsync("Pumps", $"pump-{number}");
        });

    [Fact]
    public async Task a_platform_that_starts_later_knows_where_a_device_belongs()
    {
        await Customer.RegisterAsync();
        var (group, profile) = (await Customer.CreateGroupAsync("Pumps", "pump-1"), await Customer.CreateProfileAsync("Pump", "pump-1"));
        (await Api.GetAsync("devices/pump-1")).Member("profile_id").ShouldBe(profile, "the read models are up to date");
        await using var later = Platform.Build();
        var roster = later.Services.GetRequiredService<Roster>();
        await roster.LoadAsync(Customer.Id);
        var device = roster.Find(Customer.Id, "pump-1")!.Facts!;
        (device.GroupIds.ShouldHaveSingleItem(), device.ProfileId).ShouldBe((group, profile));
    }
}

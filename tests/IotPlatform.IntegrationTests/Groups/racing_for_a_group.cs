using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class racing_for_a_group(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Rounds = 12;

    [Fact]
    public async Task no_device_stays_in_a_group_that_goes_while_devices_join_and_leave_it()
    {
        await Customer.RegisterAsync("a");
        await Customer.RegisterAsync("b");
        await Customer.RegisterAsync("c");
        for (var round = 0; round < Rounds; round++)
        {
            var group = await Customer.CreateGroupAsync("Pumps", "a", "b");
            var answers = await Task.WhenAll(
                Customer.JoinAsync(group, "a", "c"), Customer.JoinAsync(group, "c", "b"), Api.DeleteAsync($"groups/{group}"),
                Api.DeleteAsync($"groups/{group}/devices/b"), Customer.JoinAsync(group, "a", "b", "c"));
            answers[2].Is(204);
            answers[3].Status.ShouldBeOneOf(204, 404);
            foreach (var join in new[] { answers[0], answers[1], answers[4] }) join.Status.ShouldBeOneOf(200, 404);
            (await Api.GetAsync($"devices?group_id={group}")).Total.ShouldBe(0);
            foreach (var device in (await Api.GetAsync("devices")).Items("devices"))
                device.GetProperty("group_ids").GetArrayLength().ShouldBe(0);
        }
    }

    [Fact]
    public async Task of_two_deletions_at_once_one_finds_none()
    {
        await Customer.RegisterAsync("a");
        for (var round = 0; round < Rounds; round++)
        {
            var group = await Customer.CreateGroupAsync("Pumps", "a");
            var answers = await Task.WhenAll(Api.DeleteAsync($"groups/{group}"), Api.DeleteAsync($"groups/{group}"));
            answers.Select(answer => answer.Status).Order().ShouldBe([204, 404]);
        }
    }

    [Fact]
    public async Task either_a_rule_is_about_the_group_or_the_group_goes()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var group = await Customer.CreateGroupAsync();
            var rule = Api.PostAsync("rules", $$"""
                {"name":"x","rule_type":"threshold","scope_type":"group","scope_group_id":"{{group}}",
                 "config":{"field":"t","operator":">","value":1} }
                """);
            var deletion = Api.DeleteAsync($"groups/{group}");
            await Task.WhenAll(rule, deletion);
            ((await rule).Status, (await deletion).Status).ShouldBeOneOf((201, 409), (422, 204));
            (await Api.GetAsync($"groups/{group}")).Status.ShouldBe((await rule).Status is 201 ? 200 : 404);
            (await Api.GetAsync($"rules?group_id={group}")).Total.ShouldBe((await rule).Status is 201 ? 1 : 0);
        }
    }

    [Fact]
    public async Task a_group_counts_just_its_members_however_they_come_and_go()
    {
        var devices = await Customer.RegisterManyAsync(6);
        var group = await Customer.CreateGroupAsync("Pumps", devices);
        await Task.WhenAll(devices.SelectMany(device => new[]
        {
            Api.DeleteAsync($"groups/{group}/devices/{device}"), Customer.JoinAsync(group, [device, devices[0]]),
            Api.PatchAsync($"devices/{device}", """{"name":"x"}"""),
        }).Append(Api.DeleteAsync($"devices/{devices[1]}")));

        var members = (await Api.GetAsync($"groups/{group}/devices")).Is(200);
        members.Each("devices", "device_id").ShouldNotContain(devices[1]);
        (await Api.GetAsync($"groups/{group}")).DeviceCount.ShouldBe(members.Total);
        foreach (var member in members.Items("devices"))
            member.GetProperty("group_ids").EnumerateArray().Select(id => id.GetString()).ShouldBe([group]);
    }

    [Fact]
    public async Task a_device_that_goes_while_it_joins_is_no_member()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var group = await Customer.CreateGroupAsync();
            await Customer.RegisterAsync("a");
            var join = Customer.JoinAsync(group, "a");
            (await Api.DeleteAsync("devices/a")).Is(204);
            (await join).Status.ShouldBeOneOf(200, 422);
            (await Api.GetAsync($"groups/{group}")).DeviceCount.ShouldBe(0);
        }
    }
}

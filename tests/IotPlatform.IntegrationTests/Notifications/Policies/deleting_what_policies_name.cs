using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class deleting_what_policies_name(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Rounds = 12;

    private async Task<bool> IsEnabledAsync(string policyId) =>
        (await Api.GetAsync($"notifications/policies/{policyId}")).Is(200)["is_enabled"].GetBoolean();

    [Fact]
    public async Task a_policy_is_gone_from_then_on()
    {
        var path = $"notifications/policies/{await Customer.PolicyAsync()}";
        (await Api.DeleteAsync(path)).Is(204);
        (await Api.DeleteAsync(path)).IsProblem(404, "not_found");
        (await Api.GetAsync(path)).IsProblem(404, "not_found");
        (await Api.PutAsync(path, """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Api.GetAsync("notifications/policies")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task a_group_or_profile_stays_while_policies_are_about_it_and_the_answer_names_them()
    {
        foreach (var (list, type, id) in new[]
        {
            ("groups", "group", await Customer.CreateGroupAsync()), ("profiles", "profile", await Customer.CreateProfileAsync()),
        })
        {
            string[] policies = [await Customer.PolicyAboutAsync(type, id), await Customer.PolicyAboutAsync(type, id)];
            var refused = (await Api.DeleteAsync($"{list}/{id}")).IsProblem(409, "in_use").Member("detail")!;
            foreach (var named in policies) refused.ShouldContain($"'Night shift' ({named})");
            foreach (var policy in policies) (await Api.DeleteAsync($"notifications/policies/{policy}")).Is(204);
            (await Api.DeleteAsync($"{list}/{id}")).Is(204);
        }
    }

    [Fact]
    public async Task of_many_policies_the_first_ten_are_named()
    {
        var group = await Customer.CreateGroupAsync();
        var channel = await Customer.ChannelAsync();
        for (var i = 0; i < 11; i++)
            (await Customer.PostPolicyAsync($"\"description\":\"{i}\",\"scope_type\":\"group\",\"scope_ids\":[\"{group}\"]", channel))
                .Is(201);
        var refused = (await Api.DeleteAsync($"groups/{group}")).IsProblem(409, "in_use").Member("detail")!;
        refused.Split("'Night shift'").Length.ShouldBe(11);
        refused.ShouldContain("and more");
    }

    [Fact]
    public async Task another_groups_policies_do_not_keep_it()
    {
        await Customer.PolicyAboutAsync("group", await Customer.CreateGroupAsync("Others"));
        (await Api.DeleteAsync($"groups/{await Customer.CreateGroupAsync()}")).Is(204);
    }

    [Fact]
    public async Task with_a_device_stop_the_policies_about_it_alone()
    {
        await Customer.RegisterAsync("a");
        await Customer.RegisterAsync("b");
        var alone = await Customer.PolicyAboutAsync("device", "a");
        var both = await Customer.PolicyAboutAsync("device", "a", "b");
        var other = await Customer.PolicyAboutAsync("device", "b");
        (await Api.DeleteAsync("devices/a")).Is(204);
        (await IsEnabledAsync(alone), await IsEnabledAsync(both), await IsEnabledAsync(other)).ShouldBe((false, true, true));
    }

    [Fact]
    public async Task a_rule_goes_whatever_policies_name_it()
    {
        var rule = await Customer.CreateRuleAsync();
        var policy = await Customer.PolicyAsync($"\"rule_ids\":[\"{rule}\"]");
        (await Api.DeleteAsync($"rules/{rule}")).Is(204);
        (await Api.GetAsync($"notifications/policies/{policy}"))["rule_ids"].GetRawText().ShouldBe($"[\"{rule}\"]");
        (await Api.PutAsync($"notifications/policies/{policy}", """{"name":"x"}""")).Is(200);
    }

    [Fact]
    public async Task either_a_policy_is_about_the_group_or_the_group_goes()
    {
        var channel = await Customer.ChannelAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var group = await Customer.CreateGroupAsync();
            var policy = Customer.PostPolicyAsync($"\"scope_type\":\"group\",\"scope_ids\":[\"{group}\"]", channel);
            var deletion = Api.DeleteAsync($"groups/{group}");
            await Task.WhenAll(policy, deletion);
            ((await policy).Status, (await deletion).Status).ShouldBeOneOf((201, 409), (422, 204));
        }
    }

    [Fact]
    public async Task either_a_policy_notifies_the_channel_or_the_channel_goes()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var channel = await Customer.ChannelAsync();
            var policy = Customer.PostPolicyAsync("", channel);
            var deletion = Api.DeleteAsync($"notifications/channels/{channel}");
            await Task.WhenAll(policy, deletion);
            ((await policy).Status, (await deletion).Status).ShouldBeOneOf((201, 409), (422, 204));
        }
    }
}

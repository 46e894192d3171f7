using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class deleting_a_group(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_is_gone_from_then_on()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateGroupAsync();
        (await Api.DeleteAsync($"groups/{id}")).Is(204).Text.ShouldBeEmpty();
        (await Api.DeleteAsync($"groups/{id}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"groups/{id}")).IsProblem(404, "not_found");
        (await Api.PutAsync($"groups/{id}", """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Customer.JoinAsync(id, "pump-1")).IsProblem(404, "not_found");
        (await Api.DeleteAsync($"groups/{id}/devices/pump-1")).IsProblem(404, "not_found");
        (await Api.GetAsync($"groups/{id}/devices")).IsProblem(404, "not_found");
        (await Api.GetAsync("groups")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task its_members_stay_what_they_are_but_for_the_membership()
    {
        await Customer.RegisterAsync();
        var other = await Customer.CreateGroupAsync("Others", "pump-1");
        var before = await Api.GetAsync("devices/pump-1");
        var id = await Customer.CreateGroupAsync("Pumps", "pump-1");

        (await Api.DeleteAsync($"groups/{id}")).Is(204);

        var after = (await Api.GetAsync("devices/pump-1")).Is(200);
        after["group_ids"].GetRawText().ShouldBe($"[\"{other}\"]");
        foreach (var same in new[] { "name", "is_active", "created_at" })
            after[same].GetRawText().ShouldBe(before[same].GetRawText(), same);
        (await Api.GetAsync($"devices?group_id={id}")).Total.ShouldBe(0);
        (await Api.GetAsync($"groups/{other}")).DeviceCount.ShouldBe(1);
    }

    [Fact]
    public async Task while_rules_are_about_it_it_stays_with_its_members_and_the_answer_names_the_rules()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateGroupAsync("Pumps", "pump-1");
        string[] rules = [await RuleAbout(id), await RuleAbout(id)];
        (await Api.PostAsync($"rules/{rules[0]}/disable")).Is(200);
        await Customer.CreateRuleAsync();

        var refused = (await Api.DeleteAsync($"groups/{id}")).IsProblem(409, "in_use").Member("detail")!;

        foreach (var named in new[] { "'Rule 1'", "'Rule 2'", rules[0], rules[1] }) refused.ShouldContain(named);
        refused.ShouldNotContain("'Rule 3'");
        (await Api.GetAsync($"groups/{id}")).Is(200).DeviceCount.ShouldBe(1);
        (await Api.GetAsync("devices/pump-1"))["group_ids"].GetArrayLength().ShouldBe(1);
        foreach (var rule in rules) (await Api.DeleteAsync($"rules/{rule}")).Is(204);
        (await Api.DeleteAsync($"groups/{id}")).Is(204);
    }

    [Fact]
    public async Task of_many_rules_the_first_ten_are_named()
    {
        var id = await Customer.CreateGroupAsync();
        for (var i = 0; i < 11; i++) await RuleAbout(id);
        var refused = (await Api.DeleteAsync($"groups/{id}")).IsProblem(409, "in_use").Member("detail")!;
        refused.ShouldContain("'Rule 10'");
        refused.ShouldNotContain("'Rule 11'");
        refused.ShouldContain("and more");
    }

    [Fact]
    public async Task another_groups_rules_do_not_keep_it()
    {
        await RuleAbout(await Customer.CreateGroupAsync("Others"));
        (await Api.DeleteAsync($"groups/{await Customer.CreateGroupAsync()}")).Is(204);
    }

    private Task<string> RuleAbout(string group) => Customer.CreateRuleAsync($"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\"");
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class creating_a_group(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members = ["id", "name", "description", "device_count", "created_at", "updated_at"];

    [Fact]
    public async Task a_name_is_enough()
    {
        var group = (await Api.PostAsync("groups", """{"name":"Pumps"}""")).IsCreated("groups", Members);
        (group.Member("name"), group["description"].ValueKind, group.DeviceCount).ShouldBe(("Pumps", JsonValueKind.Null, 0));
        (await Api.GetAsync($"groups/{group.Id}")).Is(200).Shows(group).ETag.ShouldBe(group.ETag);
    }

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        var group = (await Api.PostAsync(
            "groups", """{"name":"Pümps","description":"All \"of\" them\n","id":"mine","device_count":9}""")).Is(201);
        (group.Member("name"), group.Member("description"), group.DeviceCount).ShouldBe(("Pümps", "All \"of\" them\n", 0));
        group.Id.ShouldNotBe("mine");
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":null,"description":7}""", "name description")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("[]", "body name")]
    public async Task what_is_wrong_is_named_and_nothing_is_created(string body, string fields)
    {
        (await Api.PostAsync("groups", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("groups")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task two_groups_may_have_one_name() =>
        (await Customer.CreateGroupAsync()).ShouldNotBe(await Customer.CreateGroupAsync());

    [Fact]
    public async Task its_id_is_no_devices_id()
    {
        var group = await Customer.CreateGroupAsync();
        (await Api.GetAsync($"devices/{group}")).IsProblem(404, "not_found");
        (await Api.PostAsync("devices", $$"""{"device_id":"{{group}}","name":"x"}""")).IsProblem(409, "duplicate");
        (await Api.DeleteAsync($"devices/{group}")).IsProblem(404, "not_found");
        (await Customer.JoinAsync(group, group)).IsInvalid("device_ids");
    }
}

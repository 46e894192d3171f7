using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class changing_a_group(PlatformFixture platform) : PlatformTest(platform)
{
    private async Task<Answer> Create() => (await Api.PostAsync("groups", """{"name":"Pumps","description":"All of them"}""")).Is(201);

    [Fact]
    public async Task what_is_absent_stays_and_what_is_null_is_cleared()
    {
        var group = await Create();
        await Customer.RegisterAsync();
        await Customer.JoinAsync(group.Id, "pump-1");

        var renamed = (await Api.PutAsync($"groups/{group.Id}", """{"name":"New"}""")).Is(200);
        var cleared = (await Api.PutAsync($"groups/{group.Id}", """{"description":null}""")).Is(200);

        (renamed.Member("name"), renamed.Member("description"), renamed.DeviceCount).ShouldBe(("New", "All of them", 1));
        (cleared.Member("name"), cleared["description"].ValueKind).ShouldBe(("New", JsonValueKind.Null));
        cleared.Member("created_at").ShouldBe(group.Member("created_at"));
        Answer.Time(cleared["updated_at"]).ShouldBeGreaterThan(Answer.Time(group["updated_at"]));
        (await Api.GetAsync($"groups/{group.Id}")).Shows(cleared).ETag.ShouldBe(cleared.ETag);
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"","description":[]}""", "name description")]
    [InlineData("\"x\"", "body")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var group = await Create();
        (await Api.PutAsync($"groups/{group.Id}", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"groups/{group.Id}")).Shows(group);
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        var group = await Create();
        (await Api.PutAsync($"groups/{group.Id}", group.Text)).Is(200).Shows(group).ETag.ShouldBe("\"1\"");
        (await Api.PutAsync($"groups/{group.Id}", """{"device_count":7,"unknown":true}""")).Is(200).Shows(group).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412_whatever_is_done()
    {
        var id = (await Create()).Id;
        await Customer.RegisterAsync();
        (await Api.PutAsync($"groups/{id}", """{"name":"New"}""")).ETag.ShouldBe("\"2\"");
        var outdated = ("If-Match", "\"1\"");
        (await Api.SendAsync(HttpMethod.Put, $"groups/{id}", """{"name":"x"}""", outdated)).IsProblem(412, "conflict");
        (await Api.SendAsync(HttpMethod.Post, $"groups/{id}/devices", """{"device_ids":["pump-1"]}""", outdated))
            .IsProblem(412, "conflict");
        (await Api.SendAsync(HttpMethod.Delete, $"groups/{id}", null as string, outdated)).IsProblem(412, "conflict");
        var group = await Api.GetAsync($"groups/{id}");
        (group.Member("name"), group.DeviceCount).ShouldBe(("New", 0));
        (await Api.SendAsync(HttpMethod.Post, $"groups/{id}/devices", """{"device_ids":["pump-1"]}""", ("If-Match", group.ETag))).Is(200);
        (await Api.SendAsync(HttpMethod.Delete, $"groups/{id}", null as string, ("If-Match", group.ETag))).Is(204);
    }

    [Fact]
    public async Task an_unknown_group_is_a_404_even_with_a_faulty_body() =>
        (await Api.PutAsync("groups/unknown", """{"name":null}""")).IsProblem(404, "not_found");
}

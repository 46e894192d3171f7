using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class changing_a_device(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Full = """ "description":"In the cellar","device_type":"ESP32","metadata":{"a":1,"b":2} """;

    [Fact]
    public async Task what_is_absent_stays_and_what_is_null_is_cleared()
    {
        await Customer.RegisterAsync("pump-1", Full);

        var changed = (await Api.PatchAsync("devices/pump-1", """{"description":null}""")).Is(200);

        changed["description"].ValueKind.ShouldBe(JsonValueKind.Null);
        (changed.Member("name"), changed.Member("device_type")).ShouldBe(("Device pump-1", "ESP32"));
        JsonElement.DeepEquals(changed["metadata"], JsonElement.Parse("""{"a":1,"b":2}""")).ShouldBeTrue();
        (await Api.GetAsync("devices/pump-1")).Shows(changed);
    }

    [Fact]
    public async Task metadata_is_replaced_whole_and_null_empties_it()
    {
        await Customer.RegisterAsync("pump-1", Full);
        JsonElement.DeepEquals((await Api.PatchAsync("devices/pump-1", """{"metadata":{"c":3}}"""))["metadata"], JsonElement.Parse("""{"c":3}"""))
            .ShouldBeTrue();
        (await Api.PatchAsync("devices/pump-1", """{"metadata":null}""")).Is(200)["metadata"].GetRawText().ShouldBe("{}");
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"device_id":"pump-2"}""", "device_id")]
    [InlineData("""{"device_id":null}""", "device_id")]
    [InlineData("""{"is_active":"no"}""", "is_active")]
    [InlineData("""{"metadata":[]}""", "metadata")]
    [InlineData("""{"description":{}}""", "description")]
    public async Task a_member_that_can_not_be_so_is_a_422_and_changes_nothing(string body, string field)
    {
        await Customer.RegisterAsync("pump-1", Full);
        var before = (await Api.GetAsync("devices/pump-1")).Text;
        (await Api.PatchAsync("devices/pump-1", body)).IsInvalid(field);
        (await Api.GetAsync("devices/pump-1")).Text.ShouldBe(before);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"device_id":"pump-1"}""")]
    [InlineData("""{"name":"Device pump-1","is_active":true,"unknown":1}""")]
    [InlineData("""{"metadata":{"b":2,"a":1}}""")]
    public async Task what_is_so_already_makes_no_event(string body)
    {
        await Customer.RegisterAsync("pump-1", Full);
        var answer = (await Api.PatchAsync("devices/pump-1", body)).Is(200);
        answer.ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task with_the_current_version_it_is_changed_and_with_an_older_one_it_is_not()
    {
        await Customer.RegisterAsync("pump-1");
        var version = (await Api.GetAsync("devices/pump-1")).ETag;
        var first = await Api.SendAsync(HttpMethod.Patch, "devices/pump-1", """{"name":"First"}""", ("If-Match", version));
        var second = await Api.SendAsync(HttpMethod.Patch, "devices/pump-1", """{"name":"Second"}""", ("If-Match", version));

        first.Is(200).ETag.ShouldNotBe(version);
        second.Is(412);
        (await Api.SendAsync(HttpMethod.Delete, "devices/pump-1", null as string, ("If-Match", version))).Is(412);
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe("First");
        (await Api.SendAsync(HttpMethod.Patch, "devices/pump-1", """{"name":"Third"}""", ("If-Match", "*"))).Is(200);
        (await Api.SendAsync(HttpMethod.Patch, "devices/pump-1", """{"name":"Fourth"}""", ("If-Match", $"\"99\", {first.ETag}"))).Is(412);
    }

    [Fact]
    public async Task of_many_at_once_with_one_version_just_one_wins()
    {
        await Customer.RegisterAsync("pump-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Api.SendAsync(HttpMethod.Patch, "devices/pump-1", $$"""{"name":"{{i}}"}""", ("If-Match", "\"1\""))));
        answers.Count(answer => answer.Status is 200).ShouldBe(1);
        answers.Count(answer => answer.Status is 412 or 409).ShouldBe(19);
        (await Api.GetAsync("devices/pump-1")).ETag.ShouldBe("\"2\"");
    }

    [Fact]
    public async Task an_unknown_device_is_a_404() =>
        (await Api.PatchAsync("devices/unknown", """{"name":"x"}""")).IsProblem(404, "not_found");

    [Fact]
    public async Task changing_it_moves_updated_at_alone()
    {
        await Customer.RegisterAsync("pump-1");
        var before = await Api.GetAsync("devices/pump-1");
        var after = await Api.PatchAsync("devices/pump-1", """{"name":"New"}""");
        after.Member("created_at").ShouldBe(before.Member("created_at"));
        Answer.Time(after["updated_at"]).ShouldBeGreaterThan(Answer.Time(before["updated_at"]));
    }
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class tagging_a_device(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Tags = "devices/pump-1/tags";

    [Fact]
    public async Task tags_are_trimmed_case_sensitive_and_a_set()
    {
        await Customer.RegisterAsync();
        var answer = (await Api.PostAsync(Tags, """{"tags":["  blue ","Blue","blue","straße 7"]}""")).Is(200);
        answer.Member("device_id").ShouldBe("pump-1");
        TagsOf(answer).ShouldBe(["blue", "Blue", "straße 7"]);
        (await Api.GetAsync(Tags)).Is(200).Text.ShouldBe(answer.Text);
        TagsOf(await Api.GetAsync("devices/pump-1")).ShouldBe(TagsOf(answer));
    }

    [Fact]
    public async Task adding_what_is_there_makes_no_event()
    {
        await Customer.RegisterAsync();
        var first = (await Api.PostAsync(Tags, """{"tags":["blue"]}""")).Is(200);
        var second = (await Api.PostAsync(Tags, """{"tags":["blue"]}""")).Is(200);
        (second.ETag, second.Text).ShouldBe((first.ETag, first.Text));
    }

    [Fact]
    public async Task a_device_has_at_most_50()
    {
        await Customer.RegisterAsync();
        string Of(int from, int count) => $$"""{"tags":[{{string.Join(',', Enumerable.Range(from, count).Select(i => $"\"t{i}\""))}}]}""";
        (await Api.PostAsync(Tags, Of(0, 51))).IsInvalid("tags");
        (await Api.PostAsync(Tags, Of(0, 50))).Is(200);
        (await Api.PostAsync(Tags, Of(50, 1))).IsInvalid("tags");
        (await Api.PostAsync(Tags, Of(49, 1))).Is(200);
        TagsOf(await Api.GetAsync(Tags)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task many_added_at_once_all_stay_within_the_limit()
    {
        await Customer.RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Api.PostAsync(Tags, $$"""{"tags":["t{{i}}"]}""")));
        answers.ShouldAllBe(answer => answer.Status == 200);
        TagsOf(await Api.GetAsync(Tags)).ShouldBe(["t0", "t1", "t2", "t3"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"tags":null}""")]
    [InlineData("""{"tags":"blue"}""")]
    [InlineData("""{"tags":[7]}""")]
    [InlineData("""{"tags":[""]}""")]
    [InlineData("""{"tags":["   "]}""")]
    [InlineData("""{"tags":["a\u0000b"]}""")]
    [InlineData("""{"tags":["a\u0007b"]}""")]
    public async Task what_is_no_tag_is_a_422(string body)
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Tags, body)).IsProblem(422, "validation_failed").Faults.ShouldAllBe(field => field.StartsWith("tags"));
        TagsOf(await Api.GetAsync(Tags)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_tag_has_at_most_64_characters()
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Tags, $$"""{"tags":["{{new string('x', 64)}}"]}""")).Is(200);
        (await Api.PostAsync(Tags, $$"""{"tags":["{{new string('x', 65)}}"]}""")).IsProblem(422, "validation_failed");
    }

    [Theory]
    [InlineData("blue")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("straße 7")]
    [InlineData("100%")]
    [InlineData("a+b")]
    [InlineData("a?b#c")]
    [InlineData("a%2Fb")]
    public async Task a_tag_is_removed_by_its_escaped_text(string tag)
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Tags, $$"""{"tags":["other",{{JsonSerializer.Serialize(tag)}}]}""")).Is(200);
        (await Api.DeleteAsync($"{Tags}/{Uri.EscapeDataString(tag)}")).Is(204);
        TagsOf(await Api.GetAsync(Tags)).ShouldBe(["other"]);
        (await Api.DeleteAsync($"{Tags}/{Uri.EscapeDataString(tag)}")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task an_unknown_device_is_a_404()
    {
        (await Api.GetAsync("devices/unknown/tags")).IsProblem(404, "not_found");
        (await Api.PostAsync("devices/unknown/tags", """{"tags":["x"]}""")).IsProblem(404, "not_found");
        (await Api.DeleteAsync("devices/unknown/tags/x")).IsProblem(404, "not_found");
    }

    private static List<string> TagsOf(Answer answer) => [.. answer["tags"].EnumerateArray().Select(tag => tag.GetString()!)];
}

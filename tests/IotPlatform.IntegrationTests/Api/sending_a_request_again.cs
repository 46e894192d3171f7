using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class sending_a_request_again(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Group = """{"name":"Pumps"}""";

    private Task<Answer> PostAsync(string path, string? json, string key, ApiClient? api = null) =>
        (api ?? Api).SendAsync(HttpMethod.Post, path, json, ("Idempotency-Key", key));

    [Fact]
    public async Task the_same_key_and_body_answer_the_first_answer_again()
    {
        var first = (await PostAsync("groups", Group, "k-1")).Is(201);
        var again = (await PostAsync("groups", Group, "k-1")).Is(201);
        again.Text.ShouldBe(first.Text);
        again.ContentType.ShouldBe(first.ContentType);
        again.ETag.ShouldBe(first.ETag);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await Api.GetAsync("groups")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task what_is_shown_once_is_shown_again_to_who_asked_first_and_is_stored_for_nobody_else()
    {
        const string device = """{"device_id":"pump-1","name":"Pump"}""";
        var password = (await PostAsync("devices", device, "k-1")).Is(201).Member("mqtt_password")!;
        (await PostAsync("devices", device, "k-1")).Is(201).Member("mqtt_password").ShouldBe(password);

        await using var database = NpgsqlDataSource.Create(Platform.ConnectionString);
        await using var command = database.CreateCommand("select encode(answer, 'escape') from iot.idempotent_answer");
        await using var rows = await command.ExecuteReaderAsync();
        (await rows.ReadAsync()).ShouldBeTrue();
        do
        {
            rows.GetString(0).ShouldNotContain(password);
            rows.GetString(0).ShouldNotContain("mqtt");
        }
        while (await rows.ReadAsync());
    }

    [Theory]
    [InlineData("groups", """{"name":"Valves"}""")]
    [InlineData("profiles", Group)]
    [InlineData("groups?x=1", Group)]
    public async Task another_request_under_the_same_key_is_refused(string path, string json)
    {
        (await PostAsync("groups", Group, "k-1")).Is(201);
        (await PostAsync(path, json, "k-1")).IsInvalid("Idempotency-Key");
        (await Api.GetAsync("groups")).Total.ShouldBe(1);
        (await Api.GetAsync("profiles")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task two_tries_at_once_are_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync("groups", Group, "k-1")));
        answers.Select(answer => answer.Is(201).Text).Distinct().Count().ShouldBe(1);
        (await Api.GetAsync("groups")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task a_refusal_is_answered_again_though_things_have_changed()
    {
        const string device = """{"device_id":"pump-1","name":"Pump"}""";
        await Customer.RegisterAsync("pump-1");
        var refused = (await PostAsync("devices", device, "k-1")).IsProblem(409, "duplicate");
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await PostAsync("devices", device, "k-1")).IsProblem(409, "duplicate").Member("detail").ShouldBe(refused.Member("detail"));
        (await PostAsync("devices", device, "k-2")).Is(201);
    }

    [Fact]
    public async Task an_action_without_a_body_takes_effect_once()
    {
        await using var hot = await Customer.OverheatAsync();
        (await PostAsync($"alarms/{hot.AlarmId}/acknowledge", null, "k-1")).Is(200);
        (await PostAsync($"alarms/{hot.AlarmId}/acknowledge", null, "k-1")).Is(200).Member("status").ShouldBe("acknowledged");
        (await PostAsync($"alarms/{hot.AlarmId}/acknowledge", null, "k-2")).IsProblem(409, "invalid_state");
    }

    [Fact]
    public async Task keys_of_others_are_none_of_ones_own()
    {
        var other = await Platform.NewCustomerAsync();
        var mine = (await PostAsync("groups", Group, "k-1")).Is(201).Id;
        (await PostAsync("groups", Group, "k-1", other.Api)).Is(201).Id.ShouldNotBe(mine);
        (await PostAsync("groups", Group, "k-1", other.Api)).Is(201).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("x", 256)]
    public async Task an_unfit_key_is_a_422(string key, int times = 1) =>
        (await PostAsync("groups", Group, string.Concat(Enumerable.Repeat(key, times)))).IsInvalid("Idempotency-Key");

    [Fact]
    public async Task a_key_on_other_methods_means_nothing()
    {
        var id = (await Api.PostAsync("groups", Group)).Is(201).Id;
        (await Api.SendAsync(HttpMethod.Put, $"groups/{id}", """{"name":"A"}""", ("Idempotency-Key", "k-1"))).Is(200);
        (await Api.SendAsync(HttpMethod.Put, $"groups/{id}", """{"name":"B"}""", ("Idempotency-Key", "k-1"))).Is(200).Member("name").ShouldBe("B");
    }

    [Fact]
    public async Task a_membership_request_may_be_sent_again()
    {
        var id = (await Api.PostAsync("groups", Group)).Is(201).Id;
        await Customer.RegisterAsync("pump-1");
        const string body = """{"device_ids":["pump-1"]}""";
        var first = (await PostAsync($"groups/{id}/devices", body, "k-1")).Is(200);
        (await PostAsync($"groups/{id}/devices", body, "k-1")).Is(200).Text.ShouldBe(first.Text);
    }
}

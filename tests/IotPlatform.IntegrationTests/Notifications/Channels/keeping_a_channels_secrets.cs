using IotPlatform.Notifications;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class keeping_a_channels_secrets(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Members =
        """
        "url":"https://example.com/hook","headers":{"X-Api-Key":"hush-1"},"api_key":"hush-2","more":{"tokens":["hush-3"]}
        """;

    private const string Creation = $$"""{"name":"Ops","channel_type":"webhook","config":{ {{Members}} } }""";

    [Fact]
    public async Task no_answer_shows_one_but_that_which_issues_it()
    {
        var created = (await Api.PostAsync("notifications/channels", Creation)).Is(201);
        var path = $"notifications/channels/{created.Id}";
        var made = SecretOf(created);
        var rotated = (await Api.PostAsync($"{path}/secret/rotate")).Is(200);
        var changed = (await Api.PutAsync(path, """{"name":"Night"}""")).Is(200);
        var given = (await Api.PutAsync(path, $$"""{"config":{"secret":"hush-hush-4",{{Members}} } }""")).Is(200);
        var list = await Api.GetAsync("notifications/channels");
        var history = (await Api.GetAsync($"{path}/history")).Is(200);
        var states = (await Api.GetAsync($"{path}/history?include=state")).Is(200);
        var past = (await Api.GetAsync($"{path}?as_of={Uri.EscapeDataString(changed.Member("updated_at")!)}")).Is(200);
        var refused = await Api.PutAsync(path, """{"config":{"url":"https://example.com","secret":"hush-4","headers":{"Host":"hush-1"}}}""");

        foreach (var answer in new[] { created, rotated, changed, given, await Api.GetAsync(path), list, history, states, past, refused })
            foreach (var hidden in new[] { "hush", "\"secrets\"", "\"former\"" }) answer.Text.ShouldNotContain(hidden);
        foreach (var answer in new[] { changed, given, await Api.GetAsync(path), list, history, states, past, refused })
            foreach (var secret in new[] { made, SecretOf(rotated) }) answer.Text.ShouldNotContain(secret);
        created.Text.ShouldNotContain(SecretOf(rotated));
        rotated.Text.ShouldNotContain(made);
        past.Member("name").ShouldBe("Night");
    }

    [Fact]
    public async Task rotating_shows_the_new_secret_and_both_sign_for_a_day()
    {
        var created = (await Api.PostAsync("notifications/channels", Creation)).Is(201);
        var rotated = (await Api.PostAsync($"notifications/channels/{created.Id}/secret/rotate")).Is(200);
        SecretOf(rotated).ShouldStartWith("whsec_");
        SecretOf(rotated).ShouldNotBe(SecretOf(created));
        rotated.ETag.ShouldBe("\"2\"");
        await Api.GetAsync($"notifications/channels/{created.Id}");

        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        var stored = (await session.LoadAsync<NotificationChannel>(created.Id))!;
        var now = SystemClock.Instance.GetCurrentInstant();
        ((WebhookConfig)ChannelConfigs.Open(stored, now)).Secrets.ShouldBe([SecretOf(rotated), SecretOf(created)]);
        ((WebhookConfig)ChannelConfigs.Open(stored, now + Duration.FromDays(1))).Secrets.ShouldBe([SecretOf(rotated)]);
    }

    [Fact]
    public async Task sent_again_a_request_shows_it_again_to_who_asked_first()
    {
        const string body = """{"name":"Ops","channel_type":"webhook","config":{"url":"https://example.com/hook"}}""";
        var first = await Api.SendAsync(HttpMethod.Post, "notifications/channels", body, ("Idempotency-Key", "k-1"));
        var again = await Api.SendAsync(HttpMethod.Post, "notifications/channels", body, ("Idempotency-Key", "k-1"));
        SecretOf(again.Is(201).Shows(first.Is(201))).ShouldStartWith("whsec_");
        (await Api.GetAsync("notifications/channels")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task a_channel_that_is_no_webhook_has_none_to_rotate()
    {
        var id = await Customer.CreateChannelAsync("email", """{"to":"ops@example.com"}""");
        (await Api.PostAsync($"notifications/channels/{id}/secret/rotate")).IsProblem(409, "invalid_state");
        (await Api.PostAsync("notifications/channels/nobody/secret/rotate")).IsProblem(404, "not_found");
    }

    private static string SecretOf(Answer channel) => channel["config"].GetProperty("secret").GetString()!;
}

using IotPlatform.Notifications;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class changing_a_channel(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Masked = """{"url":"https://example.com/hook","secret":"********","headers":{"X-Api-Key":"********"}}""";

    [Fact]
    public async Task what_is_absent_stays()
    {
        var id = await Customer.CreateChannelAsync();
        var channel = (await Api.PutAsync($"notifications/channels/{id}", """{"name":"Night shift"}""")).Is(200);
        (channel.Member("name"), channel.Member("channel_type")).ShouldBe(("Night shift", "webhook"));
        channel["config"].GetRawText().ShouldBe(Masked);
        channel.ETag.ShouldBe("\"2\"");
        (await Api.GetAsync($"notifications/channels/{id}")).Is(200).Shows(channel);
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        var id = await Customer.CreateChannelAsync();
        var channel = await Api.GetAsync($"notifications/channels/{id}");
        (await Api.PutAsync($"notifications/channels/{id}", channel.Text)).Is(200).Shows(channel).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task a_mask_that_is_sent_back_keeps_the_secret_and_an_absent_secret_stays()
    {
        var id = await Customer.CreateChannelAsync();
        const string config = """{"url":"https://example.com/other","headers":{"X-Api-Key":"********"}}""";
        (await Api.PutAsync($"notifications/channels/{id}", $$"""{"config":{{config}}}""")).Is(200)["config"].GetRawText()
            .ShouldBe("""{"url":"https://example.com/other","headers":{"X-Api-Key":"********"},"secret":"********"}""");
        var webhook = await OpenAsync(id);
        webhook.Url.ShouldBe(new Uri("https://example.com/other"));
        webhook.Secrets.ShouldBe([TestCustomer.ChannelSecret]);
        webhook.Headers["X-Api-Key"].ShouldBe(TestCustomer.ChannelKey);
    }

    [Fact]
    public async Task a_mask_that_stands_for_nothing_is_a_422()
    {
        var id = await Customer.CreateChannelAsync();
        const string config = """{"url":"https://example.com/hook","headers":{"Other":"********"}}""";
        (await Api.PutAsync($"notifications/channels/{id}", $$"""{"config":{{config}}}""")).IsInvalid("config.headers.Other");
        (await Api.GetAsync($"notifications/channels/{id}")).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task it_is_switched_off_and_on()
    {
        var id = await Customer.CreateChannelAsync();
        (await Api.PutAsync($"notifications/channels/{id}", """{"is_enabled":false}""")).Is(200)["is_enabled"].GetBoolean().ShouldBeFalse();
        (await Api.PutAsync($"notifications/channels/{id}", """{"is_enabled":null}""")).Is(200)["is_enabled"].GetBoolean().ShouldBeFalse();
        (await Api.PutAsync($"notifications/channels/{id}", """{"is_enabled":true}""")).Is(200)["is_enabled"].GetBoolean().ShouldBeTrue();
        (await Api.GetAsync($"notifications/channels/{id}/history")).Is(200).Each("events", "event_type")
            .ShouldBe(["channel_created", "channel_disabled", "channel_enabled"]);
    }

    [Theory]
    [InlineData("""{"channel_type":"email"}""", "channel_type")]
    [InlineData("""{"name":null,"config":null}""", "name config")]
    [InlineData("""{"config":{"url":"http://example.com"}}""", "config.url")]
    [InlineData("""{"name":"","config":{}}""", "name config.url")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var id = await Customer.CreateChannelAsync();
        (await Api.PutAsync($"notifications/channels/{id}", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"notifications/channels/{id}")).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        var path = $"notifications/channels/{await Customer.CreateChannelAsync()}";
        (await Api.SendAsync(HttpMethod.Put, path, """{"name":"x"}""", ("If-Match", "\"2\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Post, $"{path}/secret/rotate", headers: ("If-Match", "\"2\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Delete, path, headers: ("If-Match", "\"2\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Put, path, """{"name":"x"}""", ("If-Match", "\"1\""))).Is(200);
    }

    // As its sender sees it, from the document that is stored.
    private async Task<WebhookConfig> OpenAsync(string id)
    {
        await Api.GetAsync($"notifications/channels/{id}");
        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        var channel = (await session.LoadAsync<NotificationChannel>(id))!;
        return (WebhookConfig)ChannelConfigs.Open(channel, SystemClock.Instance.GetCurrentInstant());
    }
}

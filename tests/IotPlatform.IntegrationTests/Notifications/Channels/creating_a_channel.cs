using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class creating_a_channel(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members = ["id", "name", "channel_type", "config", "is_enabled", "created_at", "updated_at"];

    [Theory]
    [InlineData("email", """{"recipients":["ops@example.com"],"subject_prefix":"[Plant]"}""")]
    [InlineData("email", """{ "to" : "ops@example.com", "note" : "gr\u00f6\u00dfe" }""")]
    [InlineData("sms", """{"phone_numbers":["+4791234567"]}""")]
    public async Task it_has_the_defaults_and_its_config_comes_back_as_it_was_sent(string type, string config)
    {
        var channel = await CreateAsync(type, config);
        channel.IsCreated("notifications/channels", Members);
        (channel.Member("name"), channel.Member("channel_type"), channel["is_enabled"].GetBoolean()).ShouldBe(("Ops", type, true));
        var read = (await Api.GetAsync($"notifications/channels/{channel.Id}")).Is(200);
        read["config"].GetRawText().ShouldBe(config);
        read.ETag.ShouldBe(channel.ETag);
        var listed = (await Api.GetAsync("notifications/channels")).Is(200).Items("channels").Single();
        listed.GetProperty("config").GetRawText().ShouldBe(config);
    }

    [Theory]
    [InlineData("slack", """{"webhook_url":"https://hooks.slack.com/services/T0/hush","channel":"#ops"}""", """{"webhook_url":"https://hooks.slack.com/********","channel":"#ops"}""")]
    [InlineData("teams", """{"url":"https://prod.example.com/workflows/hush"}""", """{"url":"https://prod.example.com/********"}""")]
    [InlineData("webhook", """{"url":"https://example.com","secret":"hush-hush","headers":{"X-Api-Key":"hush"}}""", """{"url":"https://example.com","secret":"********","headers":{"X-Api-Key":"********"}}""")]
    public async Task what_is_secret_is_masked_in_the_very_first_answer(string type, string config, string shown)
    {
        var channel = (await CreateAsync(type, config)).Is(201);
        channel["config"].GetRawText().ShouldBe(shown);
        (await Api.GetAsync($"notifications/channels/{channel.Id}")).Is(200).Shows(channel);
    }

    [Fact]
    public async Task a_webhook_without_a_secret_gets_one_which_the_answer_alone_shows()
    {
        var channel = (await CreateAsync("webhook", """{"url":"https://example.com/hook"}""")).Is(201);
        var secret = channel["config"].GetProperty("secret").GetString()!;
        secret.ShouldStartWith("whsec_");
        Convert.FromBase64String(secret["whsec_".Length..]).Length.ShouldBe(32);
        var read = await Api.GetAsync($"notifications/channels/{channel.Id}");
        read["config"].GetRawText().ShouldBe("""{"url":"https://example.com/hook","secret":"********"}""");
    }

    [Fact]
    public async Task it_may_be_created_disabled_and_null_stands_for_the_default()
    {
        (await CreateAsync("sms", """{"to":"+4791234567"}""", ",\"is_enabled\":false")).Is(201)["is_enabled"].GetBoolean().ShouldBeFalse();
        (await CreateAsync("sms", """{"to":"+4791234567"}""", ",\"is_enabled\":null")).Is(201)["is_enabled"].GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "name channel_type config")]
    [InlineData("""{"name":"x","channel_type":"fax","config":{}}""", "channel_type")]
    [InlineData("""{"name":"x","channel_type":null,"config":null}""", "channel_type config")]
    [InlineData("""{"name":"","channel_type":"webhook","config":{"url":"ftp://example.com","headers":{"Host":"x"}}}""", "name config.url config.headers.Host")]
    [InlineData("""{"name":"x","channel_type":"webhook","config":{"url":"http://example.com/"}}""", "config.url")]
    [InlineData("""{"name":"x","channel_type":"slack","config":{"webhook_url":"https://127.0.0.1/"}}""", "config.webhook_url")]
    [InlineData("""{"name":"x","channel_type":"webhook","config":{"url":"https://example.com","secret":"********"}}""", "config.secret")]
    [InlineData("""{"name":"x","channel_type":"email","config":{"to":["a@example.com","nobody"]}}""", "config.to[1]")]
    [InlineData("""{"name":"x","channel_type":"sms","config":{"to":"12345"}}""", "config.to")]
    public async Task what_is_wrong_is_named_and_nothing_is_created(string body, string fields)
    {
        (await Api.PostAsync("notifications/channels", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("notifications/channels")).Total.ShouldBe(0);
    }

    private Task<Answer> CreateAsync(string type, string config, string members = "") =>
        Api.PostAsync("notifications/channels", $$"""{"name":"Ops","channel_type":"{{type}}","config":{{config}}{{members}}}""");
}

using IotPlatform.Notifications;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SampleChannel;

namespace IotPlatform.Tests.Notifications;

public sealed class CreateChannelTests
{
    private static readonly string Many = string.Join(',', Enumerable.Range(0, 51).Select(number => $"\"a{number}@example.com\""));
    private static readonly string Headers = string.Join(',', Enumerable.Range(0, 21).Select(number => $"\"X-{number}\":\"v\""));

    public static TheoryData<string, string, string> Faulty => new()
    {
        { "email", "{}", "config.recipients" },
        { "email", """{"recipients":[]}""", "config.recipients" },
        { "email", $$"""{"to":[{{Many}}]}""", "config.to" },
        { "email", """{"recipients":["a@example.com","none",7,"A <a@example.com>"]}""", "config.recipients[1] config.recipients[2] config.recipients[3]" },
        { "email", """{"to":"a@example.com,b@example.com"}""", "config.to" },
        { "email", """{"to":"a@example.com\r\nBcc: b@example.com"}""", "config.to" },
        { "email", """{"to":"a@example.com\n"}""", "config.to" },
        { "email", """{"to":"a..b@example.com"}""", "config.to" },
        { "email", """{"to":"\"a b\"@example.com"}""", "config.to" },
        { "email", """{"to":"@example.com"}""", "config.to" },
        { "email", """{"to":"a@"}""", "config.to" },
        { "email", """{"to":{}}""", "config.to" },
        { "email", """{"to":"a@example.com","subject_prefix":""}""", "config.subject_prefix" },
        { "email", """{"to":"a@example.com","subject_prefix":"a\nb"}""", "config.subject_prefix" },
        { "email", $$"""{"to":"a@example.com","subject_prefix":"{{new string('x', 101)}}"}""", "config.subject_prefix" },
        { "sms", "{}", "config.phone_numbers" },
        { "sms", """{"to":["+4791234567","004791234567","+0791234567","+479123","+1234567890123456","+47 912"]}""", "config.to[1] config.to[2] config.to[3] config.to[4] config.to[5]" },
        { "slack", """{"channel":""}""", "config.webhook_url config.channel" },
        { "slack", """{"url":"here"}""", "config.url" },
        { "teams", """{"webhook_url":7}""", "config.webhook_url" },
        { "teams", """{"webhook_url":"http://example.com/a"}""", "config.webhook_url" },
        { "teams", """{"webhook_url":"https://example.com/********"}""", "config.webhook_url" },
        { "webhook", "{}", "config.url" },
        { "webhook", """{"url":"https://10.0.0.1/"}""", "config.url" },
        { "webhook", """{"url":"https://example.com","secret":"short"}""", "config.secret" },
        { "webhook", $$"""{"url":"https://example.com","secret":"{{new string('x', 257)}}"}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","secret":"hush\nhush"}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","secret":"whsec_not base64 at all!"}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","secret":"whsec_AAAAAAAAAAAAAAAAAAAA"}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","secret":"********"}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","secret":17}""", "config.secret" },
        { "webhook", """{"url":"https://example.com","headers":[]}""", "config.headers" },
        { "webhook", $$$"""{"url":"https://example.com","headers":{{{{Headers}}}}}""", "config.headers" },
        { "webhook", """{"url":"https://example.com","headers":{"A b":"x","":"x","A:":"x"}}""", "config.headers.A b config.headers. config.headers.A:" },
        { "webhook", """{"url":"https://example.com","headers":{"A":"x\r\nB: y","B":"","C":"é","D":null,"E":{}}}""", "config.headers.A config.headers.B config.headers.C config.headers.D config.headers.E" },
        { "webhook", """{"url":"https://example.com","headers":{"host":"x","CONTENT-TYPE":"x","Webhook-Id":"x","Transfer-Encoding":"x"}}""", "config.headers.host config.headers.CONTENT-TYPE config.headers.Webhook-Id config.headers.Transfer-Encoding" },
        { "webhook", """{"url":"https://example.com","headers":{"X-A":"x","x-a":"y"}}""", "config.headers.x-a" },
        { "webhook", """{"url":"no","secret":"short","headers":{"Host":"x"}}""", "config.url config.secret config.headers.Host" },
        { "webhook", """{"url":"https://example.com","a":{"b":1,"b":2}}""", "config" },
        { "webhook", """{"url":"https://example.com","a":"\u0000"}""", "config" },
        { "webhook", $$"""{"url":"https://example.com","a":"{{new string('x', 17000)}}"}""", "config" },
        { "fax", "{}", "channel_type" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void all_that_is_wrong_is_named_at_once(string type, string config, string fields) =>
        string.Join(' ', Faults(Create(type, config))).ShouldBe(fields);

    [Fact]
    public void type_name_and_config_are_required()
    {
        var body = Body.Parse("{}");
        CreateChannel.Read(body);
        body.Faults.Select(fault => fault.Field).ShouldBe(["name", "channel_type", "config"]);
    }

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://192.168.1.7/hook")]
    [InlineData("http://localhost:8080/hook")]
    public void an_operator_may_allow_private_networks(string url)
    {
        Faults(Create("webhook", $$"""{"url":"{{url}}"}""")).ShouldBe(["config.url"]);
        Create("webhook", $$"""{"url":"{{url}}"}""", Lax).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"url":"https://example.com/a"}""")]
    [InlineData("""{"url":"https://example.com/a","secret":null}""")]
    public void a_webhook_without_a_secret_gets_one_and_its_config_stays_as_it_is(string config)
    {
        var created = (ChannelCreated)Create("webhook", config).Events.Single();
        created.Config.Text.ShouldBe(config);
        created.Secrets.ShouldHaveSingleItem().ShouldBe(new("secret", Secret));
    }

    [Theory]
    [InlineData("hush-hush")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAA==")]
    public void a_webhook_may_bring_its_own_secret(string secret)
    {
        var created = (ChannelCreated)Create("webhook", $$"""{"url":"https://example.com/a","secret":"{{secret}}"}""").Events.Single();
        created.Config.Text.ShouldBe("""{"url":"https://example.com/a","secret":"********"}""");
        created.Secrets["secret"].ShouldBe(secret);
    }

    [Fact]
    public void other_channels_get_no_secret() =>
        ((ChannelCreated)Create("email", """{"to":"a@example.com"}""").Events.Single()).Secrets.ShouldBeEmpty();

    [Fact]
    public void made_secrets_are_sound_and_each_another()
    {
        WebhookSecret.FaultIn(WebhookSecret.New()).ShouldBeNull();
        WebhookSecret.New().ShouldNotBe(WebhookSecret.New());
    }
}

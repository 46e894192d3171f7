using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SampleChannel;

namespace IotPlatform.Tests.Notifications;

public sealed class ChannelConfigsTests
{
    private static T Open<T>(string type, string config) where T : ChannelConfig =>
        ChannelConfigs.Open(Of(Creation(type, config)), Now).ShouldBeOfType<T>();

    [Theory]
    [InlineData("""{"recipients":["a@example.com","b@example.com","a@example.com"]}""", "a@example.com b@example.com", null)]
    [InlineData("""{"to":"a@example.com","subject_prefix":"[Plant 7]"}""", "a@example.com", "[Plant 7]")]
    [InlineData("""{"email":"größe@bücher.example","subject_prefix":null}""", "größe@bücher.example", null)]
    [InlineData("""{"email":"c@example.com","to":["b@example.com"],"recipients":null}""", "b@example.com", null)]
    [InlineData("""{"to":"root@relay","x":1}""", "root@relay", null)]
    public void mail_goes_to_the_recipients_by_any_name(string config, string recipients, string? prefix)
    {
        var email = Open<EmailConfig>("email", config);
        email.Recipients.ShouldBe(recipients.Split(' '));
        email.SubjectPrefix.ShouldBe(prefix);
    }

    [Theory]
    [InlineData("""{"phone_numbers":["+4791234567","+12025550123"]}""", "+4791234567 +12025550123")]
    [InlineData("""{"to":"+4791234567"}""", "+4791234567")]
    [InlineData("""{"recipients":["+4791234567"]}""", "+4791234567")]
    public void texts_go_to_the_numbers_by_any_name(string config, string numbers) =>
        Open<SmsConfig>("sms", config).PhoneNumbers.ShouldBe(numbers.Split(' '));

    [Fact]
    public void chats_have_their_whole_url()
    {
        Open<SlackConfig>("slack", $$"""{"webhook_url":"{{Hook}}","channel":"#ops"}""").ShouldBe(new SlackConfig(new(Hook), "#ops"));
        Open<SlackConfig>("slack", $$"""{"url":"{{Hook}}"}""").ShouldBe(new SlackConfig(new(Hook), null));
        Open<TeamsConfig>("teams", $$"""{"url":"{{Hook}}","webhook_url":null}""").ShouldBe(new TeamsConfig(new(Hook)));
    }

    [Fact]
    public void a_webhook_has_its_headers_and_its_secret()
    {
        var webhook = (WebhookConfig)ChannelConfigs.Open(Of(Webhook()), Now);
        webhook.Url.ShouldBe(new Uri("https://example.com/hook"));
        webhook.Secrets.ShouldBe([Secret]);
        webhook.Headers.ShouldHaveSingleItem().ShouldBe(new("X-Api-Key", "k-12345"));
    }

    [Fact]
    public void a_former_secret_signs_beside_the_present_one_for_a_day_and_no_longer()
    {
        var webhook = Of(Webhook(), new ChannelSecretRotated("channel-1", "whsec_new", Now));
        SecretsAt(webhook, Now + FormerSecret.Lifetime - Duration.Epsilon).ShouldBe(["whsec_new", Secret]);
        SecretsAt(webhook, Now + FormerSecret.Lifetime).ShouldBe(["whsec_new"]);
    }

    [Fact]
    public void what_a_config_is_opened_for_is_never_written_out() =>
        ChannelConfigs.Open(Of(Webhook()), Now).ToString().ShouldBe(nameof(WebhookConfig));

    private static IReadOnlyList<string> SecretsAt(NotificationChannel channel, Instant now) =>
        ((WebhookConfig)ChannelConfigs.Open(channel, now)).Secrets;
}

using System.Text.Json;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SampleChannel;

namespace IotPlatform.Tests.Notifications;

public sealed class UpdateChannelTests
{
    private const string Masked = """{"url":"https://example.com/hook","secret":"********","headers":{"X-Api-Key":"********"}}""";
    private static readonly Dictionary<string, string> Stored = new() { ["secret"] = Secret, ["headers.X-Api-Key"] = "k-12345" };
    private static readonly ChannelRevised Unchanged = new("channel-1", "Operations", new(Masked), Stored, Now);

    public static TheoryData<string, object[]> Changes => new()
    {
        { """{"name":"New"}""", [Unchanged with { Name = "New" }] },
        { """{"is_enabled":false}""", [new ChannelDisabled("channel-1", null, Now)] },
        { """{"name":"New","is_enabled":false}""", [Unchanged with { Name = "New" }, new ChannelDisabled("channel-1", null, Now)] },
        {
            $$"""{"config":{{Masked.Replace("hook", "hooks", StringComparison.Ordinal)}} }""",
            [Unchanged with { Config = new(Masked.Replace("hook", "hooks", StringComparison.Ordinal)) }]
        },
        {
            """{"config":{"url":"https://example.com/hook","secret":"hush-hush"}}""",
            [
                Unchanged with
                {
                    Config = new("""{"url":"https://example.com/hook","secret":"********"}"""),
                    Secrets = new Dictionary<string, string> { ["secret"] = "hush-hush" },
                },
            ]
        },
        {
            """{"config":{"url":"https://example.com/hook","headers":{"A":"b"}}}""",
            [
                Unchanged with
                {
                    Config = new("""{"url":"https://example.com/hook","headers":{"A":"********"}}"""),
                    Secrets = new Dictionary<string, string> { ["headers.A"] = "b", ["secret"] = Secret },
                },
            ]
        },
    };

    public static TheoryData<string> NoChanges =>
    [
        "{}", """{"name":"Operations"}""", """{"is_enabled":true}""", """{"is_enabled":null}""", """{"channel_type":"webhook"}""",
        $$$"""{"config":{{{Masked}}}}""",
        $$"""{"config":{{Masked.Replace("\"secret\":\"********\"", $"\"secret\":\"{Secret}\"", StringComparison.Ordinal)}} }""",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object[] events) => Revise(json, Of(Webhook())).ShouldAppend(events);

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object[] events)
    {
        events.ShouldNotBeEmpty();
        Revise(json, Of(Webhook()).After(Revise(json, Of(Webhook())))!).ShouldChangeNothing();
    }

    [Theory]
    [MemberData(nameof(NoChanges))]
    public void what_is_so_already_makes_no_event(string json) => Revise(json, Of(Webhook())).ShouldChangeNothing();

    [Theory]
    [InlineData("https://hooks.slack.com/********")]
    [InlineData("********")]
    [InlineData("https://hooks.slack.com/services/T0/B0/XXX")]
    public void a_masked_url_keeps_the_stored_one(string sent) =>
        Revise($$$"""{"config":{ "webhook_url" : "{{{sent}}}" }}""", Of(Slack())).ShouldChangeNothing();

    [Theory]
    [InlineData("""{"config":{"webhook_url":"https://elsewhere.example/********"}}""", "config.webhook_url: is a mask, and nothing is stored here")]
    [InlineData("""{"config":{"url":"https://hooks.slack.com/********"}}""", "config.url: is a mask, and nothing is stored here")]
    [InlineData("""{"config":{"webhook_url":"********","token":"********"}}""", "config.token: is a mask, and nothing is stored here")]
    [InlineData("""{"config":null}""", "config: must be an object")]
    [InlineData("""{"name":null}""", "name: must not be null")]
    [InlineData("""{"channel_type":"teams"}""", "channel_type: cannot be changed")]
    [InlineData("""{"config":{"webhook_url":"https://10.0.0.1/"}}""", "config.webhook_url: must lead to a public address")]
    public void an_unfit_member_is_a_fault(string json, string fault) =>
        Revise(json, Of(Slack())).ShouldRefuse(422, "validation_failed", fault);

    [Fact]
    public void all_faults_of_the_new_text_are_told_at_once() =>
        Faults(Revise("""{"name":"","channel_type":"sms","config":{"url":"no","secret":"x","token":"********"}}""", Of(Webhook())))
            .ShouldBe(["channel_type", "name", "config.token", "config.url", "config.secret"]);

    [Fact]
    public void what_an_operator_no_longer_allows_may_stay_but_not_be_set()
    {
        var local = Of(Creation("webhook", """{"url":"http://10.0.0.1/"}"""));
        Revise("""{"name":"New","config":{"url":"http://10.0.0.1/"}}""", local).Refusal.ShouldBeNull();
        Faults(Revise("""{"config":{"url":"http://10.0.0.2/"}}""", local)).ShouldBe(["config.url"]);
        Revise("""{"config":{"url":"http://10.0.0.2/"}}""", local, Lax).Refusal.ShouldBeNull();
    }

    [Fact]
    public void another_secret_makes_the_present_one_the_former()
    {
        var webhook = Of(Webhook()).After(Revise("""{"config":{"url":"https://example.com/hook","secret":"hush-hush"}}""", Of(Webhook())))!;
        webhook.Former.ShouldBe(new FormerSecret(Secret, Now + FormerSecret.Lifetime));
        Of(Webhook()).After(Revise("""{"name":"New"}""", Of(Webhook())))!.Former.ShouldBeNull();
    }

    [Fact]
    public void a_webhook_alone_has_a_secret_to_rotate()
    {
        RotateChannelSecretEndpoint.Decide(Of(Webhook()), "new", Now).ShouldAppend(new ChannelSecretRotated("channel-1", "new", Now));
        RotateChannelSecretEndpoint.Decide(Of(Slack()), "new", Now).ShouldRefuse(409, "invalid_state", "of type slack");
    }

    [Fact]
    public void neither_an_answer_nor_a_history_has_a_secret_in_it()
    {
        object[] facts = [Webhook(), new ChannelSecretRotated("channel-1", "whsec_newer", Now), Unchanged];
        foreach (var shown in facts.Append(Of(facts)).Select(told => JsonSerializer.Serialize(told, Json.Api)))
            foreach (var secret in new[] { Secret, "k-12345", "whsec_newer", "\"secrets\"", "\"former\"" }) shown.ShouldNotContain(secret);
        var stored = JsonSerializer.Serialize(Of(facts), Json.Store);
        JsonSerializer.Deserialize<NotificationChannel>(stored, Json.Store)!.Secrets.ShouldBe(Stored, ignoreOrder: true);
    }
}

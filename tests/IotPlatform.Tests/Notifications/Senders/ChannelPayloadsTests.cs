using System.Text.Json;
using IotPlatform.Notifications;
using MimeKit;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.Senders.SampleNotifications;

namespace IotPlatform.Tests.Notifications.Senders;

/// <summary>What the payloads hold beside what docs/notifications.md shows.</summary>
public sealed class ChannelPayloadsTests
{
    private const string Hostile = "<!channel> & <https://example.com|x> [y](https://example.com) *z* <img src=x>";

    private static JsonElement Webhook(Notification notification) => JsonElement.Parse(WebhookBody.Of(notification));

    private static JsonElement.ArrayEnumerator Blocks(JsonElement message) =>
        message.GetProperty("attachments")[0].GetProperty("blocks").EnumerateArray();

    private static JsonElement Card(Notification notification) =>
        JsonElement.Parse(TeamsMessage.Of(MessageText.Of(notification))).GetProperty("attachments")[0].GetProperty("content");

    [Theory]
    [InlineData(NotificationKind.Triggered, "alarm.triggered")]
    [InlineData(NotificationKind.Acknowledged, "alarm.acknowledged")]
    [InlineData(NotificationKind.Resolved, "alarm.resolved")]
    [InlineData(NotificationKind.Reminder, "alarm.reminder")]
    [InlineData(NotificationKind.Escalated, "alarm.escalated")]
    [InlineData(NotificationKind.Test, "alarm.test")]
    public void a_webhook_is_named_after_what_happened(NotificationKind kind, string type) =>
        Webhook(Of(kind)).GetProperty("type").GetString().ShouldBe(type);

    [Fact]
    public void a_firing_without_an_alarm_is_the_rules()
    {
        var body = Webhook(Fired);
        body.GetProperty("type").GetString().ShouldBe("rule.fired");
        var data = body.GetProperty("data");
        data.GetProperty("alarm").ValueKind.ShouldBe(JsonValueKind.Null);
        data.GetProperty("firing").GetRawText().ShouldBe(
            """{"severity":"warning","message":"31 > 30","details":{"evidence":{}},"triggered_at":"2026-03-01T12:00:00.000000Z"}""");
        data.EnumerateObject().Select(member => member.Name).ShouldBe(["alarm", "device", "rule", "firing"]);
    }

    [Fact]
    public void a_webhook_of_many_holds_them()
    {
        var group = Webhook(Grouped(PolicyGrouping.Profile, 5000)).GetProperty("data").GetProperty("group");
        group.EnumerateObject().Select(member => member.Name).ShouldBe(["by", "key", "name", "count", "alarms"]);
        (group.GetProperty("by").GetString(), group.GetProperty("count").GetInt32()).ShouldBe(("profile", 5000));
        group.GetProperty("alarms")[1].GetProperty("id").GetString().ShouldBe("alarm-2");
    }

    [Fact]
    public void a_rule_that_is_gone_is_null() =>
        Webhook(Triggered with { Rule = null }).GetProperty("data").GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);

    [Fact]
    public void slack_names_no_channel_unless_the_config_does() =>
        JsonElement.Parse(SlackMessage.Of(MessageText.Of(Triggered), null)).EnumerateObject().Select(member => member.Name)
            .ShouldBe(["text", "attachments"]);

    [Fact]
    public void slack_finds_no_mention_and_no_link_in_a_name()
    {
        var text = MessageText.Of(Named(Hostile, "r", Hostile));
        var message = System.Text.Encoding.UTF8.GetString(SlackMessage.Of(text, null));
        JsonElement.Parse(message).GetProperty("text").GetString().ShouldBe(
            "[CRITICAL] &lt;!channel&gt; &amp; &lt;https://example.com|x&gt; [y](https://example.com) *z* &lt;img src=x&gt;: r");
        message.ShouldNotContain("<");
    }

    [Fact]
    public void slacks_limits_hold_for_the_longest_names()
    {
        var name = new string('<', 5000);
        var message = JsonElement.Parse(SlackMessage.Of(MessageText.Of(LongGroup(name)), null));
        Blocks(message).Count().ShouldBeLessThanOrEqualTo(50);
        foreach (var block in Blocks(message))
        {
            if (block.TryGetProperty("text", out var text)) text.GetProperty("text").GetString()!.Length.ShouldBeLessThanOrEqualTo(3000);
            if (!block.TryGetProperty("fields", out var fields)) continue;
            fields.GetArrayLength().ShouldBeInRange(1, 10);
            fields.EnumerateArray().ShouldAllBe(field => field.GetProperty("text").GetString()!.Length <= 2000);
        }
    }

    [Fact]
    public void a_card_is_of_elements_that_take_no_markdown_alone()
    {
        var card = Card(Grouped(PolicyGrouping.Rule, 5000));
        (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()).ShouldBe(("AdaptiveCard", "1.4"));
        card.GetProperty("body").EnumerateArray().Select(element => element.GetProperty("type").GetString()).Distinct()
            .ShouldBe(["Container", "RichTextBlock"]);
        var paragraphs = card.GetProperty("body").EnumerateArray()
            .SelectMany(element => element.TryGetProperty("items", out var items) ? items.EnumerateArray() : Enumerable.Repeat(element, 1));
        paragraphs.SelectMany(paragraph => paragraph.GetProperty("inlines").EnumerateArray())
            .ShouldAllBe(run => run.GetProperty("type").GetString() == "TextRun" && run.GetProperty("text").GetString()!.Length > 0);
    }

    [Fact]
    public void a_card_is_no_larger_than_teams_takes() =>
        TeamsMessage.Of(MessageText.Of(LongGroup(new string('ü', 5000)))).Length.ShouldBeLessThan(28 * 1024);

    [Theory]
    [InlineData(NotificationKind.Triggered, "attention")]
    [InlineData(NotificationKind.Resolved, "good")]
    [InlineData(NotificationKind.Test, "accent")]
    public void a_card_has_the_colour_of_what_happened(NotificationKind kind, string style) =>
        Card(Of(kind)).GetProperty("body")[0].GetProperty("style").GetString().ShouldBe(style);

    [Fact]
    public void a_mail_shows_names_as_they_are_and_runs_none_of_them()
    {
        using var mail = EmailMessage.Of(Named(Hostile, "r", "m"), new(["ops@example.com"], null), new MailboxAddress("", "alarms@example.com"))!;
        mail.Subject.ShouldBe($"[CRITICAL] {Hostile}: r");
        mail.HtmlBody!.ShouldNotContain("<img");
        mail.HtmlBody!.ShouldContain("&lt;img src=x&gt;");
        mail.HtmlBody!.ShouldContain("background:#C62828");
        mail.TextBody!.ShouldContain($"Device: {Hostile} (sensor-1)");
    }

    [Fact]
    public void a_mail_lists_the_first_of_many()
    {
        using var mail = EmailMessage.Of(
            Grouped(PolicyGrouping.Rule, 5000), new(["ops@example.com"], null), new MailboxAddress("", "alarms@example.com"))!;
        mail.TextBody!.ReplaceLineEndings("\n").ShouldEndWith("- Sensor 10: Too warm (31 > 30)\n- and 4,990 more\n");
        mail.HtmlBody!.ShouldContain(">and 4,990 more</div>");
    }

    [Fact]
    public void an_sms_is_cut_at_320_characters()
    {
        var text = SmsMessage.TextOf(MessageText.Of(Named(new string('d', 500), new string('r', 500), new string('m', 500))));
        text.Length.ShouldBe(320);
        text.ShouldEndWith("mmm...");
        SmsMessage.TextOf(MessageText.Of(Triggered)).ShouldBe("[CRITICAL] Sensor: Too warm. 31 > 30. Triggered at 2026-03-01 12:00:00 UTC");
    }

    private static Notification LongGroup(string name) => Grouped(PolicyGrouping.Rule, 5000) with
    {
        Group = new(PolicyGrouping.Rule, name, name, 5000, [.. Enumerable.Repeat(Named(name, name, name).Alarm!, 12)]),
    };
}

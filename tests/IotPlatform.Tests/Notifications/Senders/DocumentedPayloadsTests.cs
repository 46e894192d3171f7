using System.Text.Encodings.Web;
using System.Text.Json;
using IotPlatform.Notifications;
using MimeKit;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications.Senders;

/// <summary>docs/notifications.md shows what is really sent: an alarm that has just been triggered.</summary>
public sealed class DocumentedPayloadsTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Notification Sample =
        SampleNotification.For(SampleNotifications.Id, Instant.FromUtc(2026, 3, 1, 12, 0)) with { Kind = NotificationKind.Triggered };

    private static readonly MessageText Text = MessageText.Of(Sample);

    private static string Docs => File.ReadAllText(Path.Combine(Root, "docs", "notifications.md"));

    [Fact]
    public void the_webhooks() => ShouldBeShown("json", Indent(WebhookBody.Of(Sample)));

    [Fact]
    public void the_slack_message() => ShouldBeShown("json", Indent(SlackMessage.Of(Text, "#alarms")));

    [Fact]
    public void the_teams_card() => ShouldBeShown("json", Indent(TeamsMessage.Of(Text)));

    [Fact]
    public void the_sms() => ShouldBeShown("json", Indent(new SmsMessage("+4791234567", "IoT", SmsMessage.TextOf(Text)).ToJson()));

    [Fact]
    public void the_mail()
    {
        using var mail = EmailMessage.Of(Sample, new(["ops@example.com"], "IoT:"), new MailboxAddress("Alarms", "alarms@example.com"))!;
        ShouldBeShown(
            "text", $"Subject: {mail.Subject}\nMessage-Id: <{mail.MessageId}>\n\n{mail.TextBody!.ReplaceLineEndings("\n").TrimEnd()}");
    }

    private static void ShouldBeShown(string language, string payload) =>
        Docs.ShouldContain($"```{language}\n{payload}\n```", Case.Sensitive);

    private static string Indent(byte[] json) => JsonSerializer.Serialize(JsonElement.Parse(json), Indented).ReplaceLineEndings("\n");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "IotPlatform.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }
}

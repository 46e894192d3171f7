using System.Text.Json;

namespace IotPlatform.Notifications;

/// <summary>What is posted to Microsoft Teams: a message with one Adaptive Card.</summary>
public static class TeamsMessage
{
    /// <summary>The message, in UTF-8.</summary>
    public static byte[] Of(MessageText text) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "message",
        attachments = new[] { new { contentType = "application/vnd.microsoft.card.adaptive", content = Card(text) } },
    }, Platform.Json.Api);

    private static Dictionary<string, object> Card(MessageText text) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["fallbackText"] = text.Headline,
        ["msteams"] = new { width = "Full" },
        ["body"] = (object[])[Headline(text), .. text.Facts.Select(Fact), .. text.Alarms.Select(line => Paragraph(Run(line)))],
    };

    private static object Headline(MessageText text) => new
    {
        type = "Container",
        style = MessageColors.CardStyle(text.Tone),
        bleed = true,
        items = (object[])[Paragraph(new { type = "TextRun", text = text.Headline, weight = "Bolder", size = "Large" })],
    };

    private static object Fact(MessageFact fact) =>
        Paragraph(new { type = "TextRun", text = $"{fact.Name}: ", weight = "Bolder" }, Run(fact.Value));

    private static object Run(string text) => new { type = "TextRun", text };

    // Of the kinds of text this alone takes no Markdown: what a device is called is no link.
    private static object Paragraph(params object[] inlines) => new { type = "RichTextBlock", inlines };
}

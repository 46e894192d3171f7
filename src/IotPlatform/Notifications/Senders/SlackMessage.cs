using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>What is posted to Slack: the headline, and beside a stripe in the colour of the severity what is known.</summary>
/// <param name="Channel">Null, where the URL says: not written.</param>
public sealed record SlackMessage(string Text, string? Channel, IReadOnlyList<SlackAttachment> Attachments)
{
    // No section holds more fields.
    private const int MaxFields = 10;

    private static readonly JsonSerializerOptions Form =
        new(Json.Api) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The message, in UTF-8.</summary>
    public static byte[] Of(MessageText text, string? channel) => JsonSerializer.SerializeToUtf8Bytes(
        new SlackMessage(Escape(text.Headline), channel, [new(MessageColors.Of(text.Tone), [.. Blocks(text)])]), Form);

    private static IEnumerable<SlackBlock> Blocks(MessageText text)
    {
        yield return new("section", null, [.. text.Facts.Take(MaxFields).Select(fact => Markdown($"*{fact.Name}*\n{Escape(fact.Value)}"))]);
        foreach (var line in text.Alarms) yield return new("section", Markdown(Escape(line)), null);
    }

    private static SlackText Markdown(string text) => new("mrkdwn", text);

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}

/// <summary>What stands beside a coloured stripe.</summary>
public sealed record SlackAttachment(string Color, IReadOnlyList<SlackBlock> Blocks);

/// <summary>A paragraph, or fields in two columns.</summary>
public sealed record SlackBlock(string Type, SlackText? Text, IReadOnlyList<SlackText>? Fields);

/// <summary>A text with Slack's own marks.</summary>
public sealed record SlackText(string Type, string Text);

using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IotPlatform.Notifications;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications.Senders;

/// <summary>What holds for whatever customers and devices call things.</summary>
[Properties(Arbitrary = [typeof(HostileTexts)], MaxTest = 500, QuietOnSuccess = true)]
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("Freezer 7", "Freezer 7")]
    [InlineData("  Freezer\t\r\n 7\u2028", "Freezer 7")]
    [InlineData("a\u202eb\u2066c\u200fd\u00ade", "abcde")]
    [InlineData("\u0000\u0007\u001b[31mred", "[31mred")]
    [InlineData("كولد \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "كولد \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("👩\u200d🔧", "👩\u200d🔧")]
    [InlineData("", "")]
    public void a_text_becomes_one_line_in_the_order_in_which_it_is_read(string text, string clean) =>
        CleanText.Of(text, 100).ShouldBe(clean);

    [Fact]
    public void half_a_character_becomes_the_sign_for_one_that_is_broken() => CleanText.Of("a\ud800b", 100).ShouldBe("a\ufffdb");

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd efg", 6, "abcd…")]
    [InlineData("abcd😀fg", 6, "abcd…")]
    [InlineData("abc😀efg", 6, "abc😀…")]
    public void a_long_one_is_cut_between_two_characters(string text, int length, string cut) => CleanText.Of(text, length).ShouldBe(cut);

    [Property]
    public void no_text_leaves_controls_marks_halves_or_too_much(HostileText text)
    {
        var clean = CleanText.Of(text.Value, 40);
        clean.Length.ShouldBeLessThanOrEqualTo(40);
        clean.ShouldBe(clean.Trim(' '));
        clean.ShouldNotContain("  ");
        clean.ShouldNotContain(c => char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' '));
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(clean);
        clean.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format)
            .ShouldAllBe(rune => rune.Value == 0x200C || rune.Value == 0x200D);
    }

    [Property]
    public void no_names_break_a_message_of_any_channel(HostileText device, HostileText rule, HostileText message)
    {
        var text = MessageText.Of(SampleNotifications.Named(device.Value, rule.Value, message.Value));
        string[] lines = [text.Headline, .. text.Facts.Select(fact => fact.Value)];
        lines.ShouldAllBe(line => !line.Any(char.IsControl));
        SmsMessage.TextOf(text).Length.ShouldBeLessThanOrEqualTo(SmsMessage.MaxLength);
        System.Text.Json.JsonElement.Parse(SlackMessage.Of(text, null)).GetProperty("attachments").GetArrayLength().ShouldBe(1);
        System.Text.Json.JsonElement.Parse(TeamsMessage.Of(text)).GetProperty("attachments").GetArrayLength().ShouldBe(1);
    }
}

/// <summary>A text of letters, blanks, controls, marks of direction, halves of characters and what marks a text up.</summary>
public sealed record HostileText(string Value);

/// <summary>Makes them.</summary>
public static class HostileTexts
{
    private static readonly string[] Pieces =
    [
        "a", "Freezer", " ", "  ", "\t", "\r\n", "\0", "\u001b[2J", "\u0085", "\u00a0", "\u00ad", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e",
        "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\u3000", "\ufeff", "\ud800", "\udc00", "😀", "\U000E0041", "ä", "ش",
        "<b>", "&", "*", "_", "[x](https://example.com)", "<!channel>", "\"", "\\", "…",
    ];

    public static Arbitrary<HostileText> Texts() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => new HostileText(string.Concat(pieces))).ToArbitrary();
}

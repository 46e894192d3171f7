using IotPlatform.Alarms;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Alarms.Replay;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("as it is", "as it is")]
    [InlineData("one two three", "one two|three")]
    [InlineData("a_word_too_long", "a_word_too|_long")]
    [InlineData("one\ntwo\r\nthree", "one|two|three")]
    [InlineData("123456789🌡x", "123456789|🌡x")]
    public void long_lines_are_broken(string text, string lines) => string.Join('|', TextLines.Wrap(text, 10)).ShouldBe(lines);

    [Theory]
    [InlineData("red\u001b[31m", "red\uFFFD[31m")]
    [InlineData("a\u0007b\u009bc", "a\uFFFDb\uFFFDc")]
    [InlineData("turned \u202eround", "turned \uFFFDround")]
    [InlineData("a\tb", "a b")]
    [InlineData("Grüße 🌡", "Grüße 🌡")]
    public void what_a_terminal_would_obey_is_not_printed(string text, string printed) => TextLines.Printable(text).ShouldBe(printed);

    [Theory]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "123456789…")]
    [InlineData("12345678🌡12", "12345678…")]
    public void what_is_too_long_is_cut(string text, string cut) => TextLines.Cut(text, 10).ShouldBe(cut);
}

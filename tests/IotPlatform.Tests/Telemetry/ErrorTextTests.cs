using IotPlatform.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("temperature", 20, "temperature")]
    [InlineData("temperature", 11, "temperature")]
    [InlineData("temperature", 10, "temperatu…")]
    [InlineData("a\0b\u001bc\u0085d", 20, "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("ab🌡cd", 4, "ab…")]
    [InlineData("ab🌡cd", 5, "ab🌡…")]
    public void a_text_is_bounded_and_fit_for_a_database(string text, int max, string expected) =>
        ErrorText.Of(text, max).ShouldBe(expected);

    [Fact]
    public void a_topic_of_any_bytes_becomes_text()
    {
        ErrorText.OfTopic([0x61, 0xFF, 0x00, 0x62]).ShouldBe("a\uFFFD\uFFFDb");
        ErrorText.OfTopic(new byte[70_000]).Length.ShouldBe(ErrorText.MaxLength);
    }

    [Fact]
    public void every_error_at_the_longest_key_is_at_most_200_characters_and_its_sentence_is_whole()
    {
        var key = new string('k', PayloadLimits.KeyBytes);
        var sentences = Enum.GetValues<PayloadError>().Select(error => error.Describe())
            .Concat(Enum.GetValues<DropReason>().Select(reason => reason.Describe()));
        foreach (var sentence in sentences)
        {
            var text = ErrorText.OfKey(key, sentence);
            text.Length.ShouldBeLessThanOrEqualTo(ErrorText.MaxLength);
            text.ShouldStartWith("kkkkkkkkkkkkkkkkkkkkkkkk");
            text.ShouldEndWith($": {sentence}");
        }
    }
}

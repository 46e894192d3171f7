using System.Text;
using IotPlatform.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class TopicTests
{
    [Theory]
    [InlineData("devices/a/telemetry")]
    [InlineData("devices/a/telemetry/température")]
    [InlineData("/")]
    public void a_plain_topic_is_a_name(string topic) => Topic.IsName(Encoding.UTF8.GetBytes(topic)).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("devices/+/telemetry")]
    [InlineData("devices/#")]
    [InlineData("devices/a\0b")]
    [InlineData("devices/a\nb")]
    [InlineData("devices/a\u007fb")]
    [InlineData("devices/a\u0085b")]
    public void wildcards_and_control_characters_are_in_no_name(string topic) =>
        Topic.IsName(Encoding.UTF8.GetBytes(topic)).ShouldBeFalse();

    [Fact]
    public void broken_utf8_is_no_name()
    {
        Topic.IsName([0x61, 0xC3]).ShouldBeFalse();
        Topic.IsName([0xED, 0xA0, 0x80]).ShouldBeFalse("an encoded surrogate");
    }

    [Fact]
    public void a_name_has_at_most_512_bytes()
    {
        Topic.IsName(new byte[512].Select(_ => (byte)'a').ToArray()).ShouldBeTrue();
        Topic.IsName(new byte[513].Select(_ => (byte)'a').ToArray()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("devices/a/commands/#", true)]
    [InlineData("devices/a/commands/+/x", true)]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("devices/a/commands#", false)]
    [InlineData("devices/#/commands", false)]
    [InlineData("devices/a+/commands", false)]
    [InlineData("devices/a/\0", false)]
    [InlineData("", false)]
    public void wildcards_stand_alone_in_their_level_of_a_filter(string filter, bool isFilter) => Topic.IsFilter(filter).ShouldBe(isFilter);

    [Theory]
    [InlineData("a/b/c", "a/b/c", true)]
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("a/B", "a/b", false)]
    public void a_filter_stands_for_topics(string filter, string topic, bool matches) => Topic.Matches(filter, topic).ShouldBe(matches);
}

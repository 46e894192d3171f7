using IotPlatform.Health;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Health;

public sealed class ExpectedTopicsTests
{
    private static readonly string[] Seen = ["telemetry", "telemetry/temperature", "status", "events/door/open"];

    [Theory]
    [InlineData("telemetry")]
    [InlineData("devices/pump-1/telemetry")]
    [InlineData("devices/+/telemetry/temperature")]
    [InlineData("devices/{device_id}/status")]
    [InlineData("events/#")]
    [InlineData("events/+/open")]
    [InlineData("telemetry/#")]
    [InlineData("#")]
    public void a_topic_that_something_came_by_is_not_missed(string topic) =>
        ExpectedTopics.Missing([topic], "pump-1", Seen).ShouldBeEmpty();

    [Theory]
    [InlineData("telemetry/pressure")]
    [InlineData("devices/pump-2/telemetry")]
    [InlineData("events")]
    [InlineData("events/+")]
    [InlineData("status/+")]
    [InlineData("Status")]
    public void any_other_is(string topic) => ExpectedTopics.Missing([topic, "telemetry"], "pump-1", Seen).ShouldBe([topic]);

    [Fact]
    public void a_wildcard_at_the_end_stands_for_the_level_above_too() =>
        ExpectedTopics.Missing(["status/#"], "pump-1", Seen).ShouldBeEmpty();

    [Fact]
    public void a_value_may_have_come_by_its_own_topic_or_by_the_common_one()
    {
        ExpectedTopics.OfKeys(["a", "b.c"]).ShouldBe(["telemetry", "telemetry/a", "telemetry/b.c"]);
        ExpectedTopics.OfKeys([]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("telemetry", false)]
    [InlineData("devices/pump-1/telemetry/a", false)]
    [InlineData("devices/+/status", true)]
    [InlineData("#", true)]
    public void the_log_is_asked_for_other_topics_alone(string topic, bool isBeyond) =>
        ExpectedTopics.AreBeyondTelemetry(["telemetry", topic], "pump-1").ShouldBe(isBeyond);
}

using System.Text;
using IotPlatform.Telemetry;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class PayloadTimeTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);
    private static readonly PayloadRules Rules = new(Now, Duration.FromDays(30));

    private static ParsedPayload Parse(string payload) => Payload.Parse("telemetry", Encoding.UTF8.GetBytes(payload), Rules);

    [Theory]
    [InlineData("1795341600", "2026-11-22T10:00:00Z")]
    [InlineData("1795341600.25", "2026-11-22T10:00:00.25Z")]
    [InlineData("1795341600123", "2026-11-22T10:00:00.123Z")]
    [InlineData("1795341600123.4567", "2026-11-22T10:00:00.123456Z")]
    [InlineData("\"2026-11-22T10:00:00Z\"", "2026-11-22T10:00:00Z")]
    [InlineData("\"2026-11-22t11:30:00.1234567+01:30\"", "2026-11-22T10:00:00.123456Z")]
    public void a_time_may_be_epoch_or_rfc_3339(string sent, string expected)
    {
        var time = InstantPattern.ExtendedIso.Parse(expected).Value;
        foreach (var name in (string[])["ts", "timestamp"])
        {
            Parse($$$"""{"{{{name}}}":{{{sent}}},"values":{"a":1}}""").Entries.ShouldHaveSingleItem().Timestamp.ShouldBe(time);
            Parse($$$"""[{"values":{"a":1},"{{{name}}}":{{{sent}}}}]""").Entries.ShouldHaveSingleItem().Timestamp.ShouldBe(time);
        }
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"ts":null,"values":{"a":1}}""")]
    public void without_a_time_the_platforms_stands_in(string payload) =>
        Parse(payload).Entries.ShouldHaveSingleItem().Timestamp.ShouldBeNull();

    [Fact]
    public void a_clock_up_to_five_minutes_ahead_is_believed()
    {
        var edge = (Now + Duration.FromMinutes(5)).ToUnixTimeMilliseconds();
        Parse($$$"""{"ts":{{{edge}}},"values":{"a":1}}""").Entries.ShouldHaveSingleItem().Timestamp.ShouldNotBeNull();
        Parse($$$"""{"ts":{{{edge + 1}}},"values":{"a":1}}""").Entries.ShouldHaveSingleItem().Timestamp.ShouldBeNull();
    }

    [Fact]
    public void what_is_older_than_the_retention_is_dropped_and_counted()
    {
        var edge = (Now - Duration.FromDays(30)).ToUnixTimeMilliseconds();
        Parse($$$"""{"ts":{{{edge}}},"values":{"a":1}}""").Entries.ShouldHaveSingleItem();
        var parsed = Parse($$$"""[{"ts":{{{edge - 1}}},"values":{"a":1,"b":2}},{"c":3}]""");
        parsed.Error.ShouldBe(PayloadError.None);
        parsed.Expired.ShouldBe(2);
        parsed.Entries.ShouldHaveSingleItem().Samples.ShouldHaveSingleItem().Key.ShouldBe("c");
    }

    [Fact]
    public void a_defined_datapoint_drops_values_of_another_kind_and_keeps_the_rest()
    {
        var defined = new Dictionary<string, DatapointInfo> { ["t"] = new("id", "t", "°C", SampleKind.Number) };
        var parsed = Payload.Parse("telemetry", """{"t":"22.5","x":"22.5"}"""u8, Rules with { Datapoints = defined });
        parsed.WrongKind.ShouldBe(1);
        parsed.Entries.ShouldHaveSingleItem().Samples.ShouldHaveSingleItem().Key.ShouldBe("x");
    }
}

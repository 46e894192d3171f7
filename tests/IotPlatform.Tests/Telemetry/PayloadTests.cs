using System.Text;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class PayloadTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);
    private static readonly PayloadRules Rules = new(Now, Duration.FromDays(30));

    private static ParsedPayload Parse(string payload, string topic = "telemetry") =>
        Payload.Parse(topic, Encoding.UTF8.GetBytes(payload), Rules);

    private static string Json(string payload, string topic = "telemetry")
    {
        var parsed = Parse(payload, topic);
        parsed.Error.ShouldBe(PayloadError.None);
        return string.Join(" ", parsed.Entries.Select(e => Encoding.UTF8.GetString(e.Json)));
    }

    [Theory]
    [InlineData("""{"temperature":22.5}""", """{"temperature":22.5}""")]
    [InlineData("""{"t":1,"on":true,"off":false,"mode":"eco"}""", """{"t":1,"on":true,"off":false,"mode":"eco"}""")]
    [InlineData("""{"a":1,"b":null}""", """{"a":1}""")]
    [InlineData("""{"gps":{"lat":59.9,"pos":{"alt":3}},"x":1}""", """{"gps.lat":59.9,"gps.pos.alt":3,"x":1}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", """{"a.b":2}""")]
    [InlineData("""{"\u0061b":"\u00e6"}""", """{"ab":"æ"}""")]
    [InlineData("""{"values":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"ts":1795348800000,"values":{"a":1},"seq":9}""", """{"a":1}""")]
    [InlineData("""{"ts":1795348800000,"values":5}""", """{"ts":1795348800000,"values":5}""")]
    [InlineData("""{"ts":5,"temperature":1}""", """{"ts":5,"temperature":1}""")]
    [InlineData("""[{"a":1},{"values":{"b":2}},{"c":null}]""", """{"a":1} {"b":2}""")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    public void a_payload_becomes_flat_values(string payload, string expected) => Json(payload).ShouldBe(expected);

    [Theory]
    [InlineData("22.5")]
    [InlineData("22.50")]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("0.00001")]
    [InlineData("999999999999999")]
    [InlineData("1000000000000000")]
    [InlineData("12345678901234567890")]
    [InlineData("0.1234567890123456789")]
    public void a_number_keeps_the_digits_that_were_sent(string number) =>
        Json($$"""{"a":{{number}}}""").ShouldBe($$"""{"a":{{number}}}""");

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("1e-999", "0")]
    [InlineData("1E+21", "1E+21")]
    public void a_number_with_an_exponent_becomes_the_nearest_double(string number, string expected) =>
        Json($$"""{"a":{{number}}}""").ShouldBe($$"""{"a":{{expected}}}""");

    [Fact]
    public void a_number_of_a_thousand_digits_becomes_the_nearest_double() =>
        Json($$"""{"a":0.{{new string('1', 1000)}}}""").ShouldBe("""{"a":0.1111111111111111}""");

    [Theory]
    [InlineData("22.5", """{"k":22.5}""")]
    [InlineData(" 7 ", """{"k":7}""")]
    [InlineData("\"on\"", """{"k":"on"}""")]
    [InlineData("true", """{"k":true}""")]
    [InlineData("on", """{"k":"on"}""")]
    [InlineData("12 rpm", """{"k":"12 rpm"}""")]
    [InlineData("truely", """{"k":"truely"}""")]
    [InlineData("NaN", """{"k":"NaN"}""")]
    [InlineData("{half", """{"k":"{half"}""")]
    [InlineData("null", "")]
    public void a_scalar_topic_takes_one_scalar_or_the_text_itself(string payload, string expected) =>
        Json(payload, "telemetry/k").ShouldBe(expected);

    [Theory]
    [InlineData("online", "status", "\"online\"")]
    [InlineData("""{"a":[1, 2]}""", "events/door/opened", """{"a":[1, 2]}""")]
    [InlineData("", "status", "")]
    public void status_and_events_are_kept_without_samples(string payload, string topic, string expected)
    {
        Json(payload, topic).ShouldBe(expected);
        Parse(payload, topic).Entries.ShouldHaveSingleItem().Samples.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", PayloadError.Empty)]
    [InlineData(" ", PayloadError.MalformedJson)]
    [InlineData("{", PayloadError.MalformedJson)]
    [InlineData("""{"a":1}x""", PayloadError.MalformedJson)]
    [InlineData("""{"a":1}{"a":2}""", PayloadError.MalformedJson)]
    [InlineData("""{"a":01}""", PayloadError.MalformedJson)]
    [InlineData("""{"a":NaN}""", PayloadError.MalformedJson)]
    [InlineData("""{"a":"\ud800"}""", PayloadError.MalformedJson)]
    [InlineData("""{"\udc00":1}""", PayloadError.MalformedJson)]
    [InlineData("22.5", PayloadError.NotAnObject)]
    [InlineData("[1]", PayloadError.NotAnObject)]
    [InlineData("""[{"a":1},null]""", PayloadError.NotAnObject)]
    [InlineData("""{"a":[1]}""", PayloadError.ArrayValue)]
    [InlineData("""{"a":{"b":[]}}""", PayloadError.ArrayValue)]
    [InlineData("""{"":1}""", PayloadError.EmptyKey)]
    [InlineData("""{"a":{"":1}}""", PayloadError.EmptyKey)]
    [InlineData("""{"a\u0000b":1}""", PayloadError.KeyControlCharacter)]
    [InlineData("""{"a\u0085b":1}""", PayloadError.KeyControlCharacter)]
    [InlineData("""{"a":"x\u0000"}""", PayloadError.NulCharacter)]
    [InlineData("""{"a":1e999}""", PayloadError.NumberOutOfRange)]
    [InlineData("""{"ts":"yesterday","values":{"a":1}}""", PayloadError.BadTimestamp)]
    [InlineData("""{"ts":"2026-11-22T10:00:00","values":{"a":1}}""", PayloadError.BadTimestamp)]
    [InlineData("""{"ts":1e30,"values":{"a":1}}""", PayloadError.BadTimestamp)]
    [InlineData("""{"ts":true,"values":{"a":1}}""", PayloadError.BadTimestamp)]
    [InlineData("""{"ts":[],"values":{"a":1}}""", PayloadError.BadTimestamp)]
    public void a_bad_payload_is_refused_by_name(string payload, PayloadError expected)
    {
        var parsed = Parse(payload);
        parsed.Error.ShouldBe(expected);
        parsed.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("telemetry/k", "", PayloadError.Empty)]
    [InlineData("telemetry/k", "[1]", PayloadError.NotAScalar)]
    [InlineData("telemetry/k", "1e999", PayloadError.NumberOutOfRange)]
    [InlineData("telemetry/k", "on\0", PayloadError.NulCharacter)]
    [InlineData("telemetry/", "1", PayloadError.EmptyKey)]
    [InlineData("telemetry/a/b", "1", PayloadError.UnknownTopic)]
    [InlineData("commands/x", "1", PayloadError.UnknownTopic)]
    [InlineData("events/a\0", "1", PayloadError.UnknownTopic)]
    [InlineData("status", "on\0", PayloadError.NulCharacter)]
    [InlineData("status", "\"\\u0000\"", PayloadError.NulCharacter)]
    [InlineData("status", "\"\\ud800\"", PayloadError.MalformedJson)]
    public void other_topics_refuse_by_name_too(string topic, string payload, PayloadError expected) =>
        Parse(payload, topic).Error.ShouldBe(expected);

    [Fact]
    public void bytes_that_are_no_utf8_are_refused() =>
        Payload.Parse("telemetry", [.. "{\"a\":\""u8, 0xC3, .. "\"}"u8], Rules).Error.ShouldBe(PayloadError.InvalidUtf8);

    [Theory]
    [InlineData("""{"a":1,"gps":{"track":[1]}}""", "gps.track")]
    [InlineData("""[{"a":1},{"b":"x\u0000"}]""", "b")]
    [InlineData("""{"gps":{"":1}}""", "gps")]
    [InlineData("""{"a":1}}""", null)]
    [InlineData("5", null)]
    public void an_error_at_a_key_names_it(string payload, string? key) => Parse(payload).FaultyKey.ShouldBe(key);

    [Fact]
    public void an_error_names_no_key_of_the_payload_before()
    {
        Parse("""{"a":[1]}""").FaultyKey.ShouldBe("a");
        Parse("").FaultyKey.ShouldBeNull();
        Parse("[", "telemetry").FaultyKey.ShouldBeNull();
    }

    [Fact]
    public void dropped_values_are_named_once_for_each_reason_and_not_without_end()
    {
        var defined = new Dictionary<string, DatapointInfo> { ["t"] = new("1", "t", null, SampleKind.Number) };
        var many = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"k{i}\":1"));
        var parsed = Payload.Parse("telemetry", Encoding.UTF8.GetBytes($$$"""
            [{"t":"hot"},{"t":true,"a":1},{"ts":1,"values":{"t":1}},{"ts":1,"values":{{{{many}}}}}]
            """), Rules with { Datapoints = defined });
        (parsed.WrongKind, parsed.Expired).ShouldBe((2, 51));
        parsed.Dropped.ShouldNotBeNull().Take(3).ShouldBe(
            [new("t", DropReason.WrongType), new("t", DropReason.TooOld), new("k0", DropReason.TooOld)]);
        parsed.Dropped.Count.ShouldBe(PayloadLimits.DroppedKeys);
        Parse("""{"a":1}""").Dropped.ShouldBeNull();
    }
}

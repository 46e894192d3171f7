using System.Text;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class PayloadLimitTests
{
    private static readonly PayloadRules Rules = new(Instant.FromUtc(2026, 11, 22, 12, 0), Duration.FromDays(30));

    private static ParsedPayload Parse(string payload) => Payload.Parse("telemetry", Encoding.UTF8.GetBytes(payload), Rules);

    private static string ObjectOf(int keys) => "{" + string.Join(",", Enumerable.Range(0, keys).Select(i => $"\"k{i}\":{i}")) + "}";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    [Theory]
    [InlineData(100, PayloadError.None)]
    [InlineData(101, PayloadError.TooManyKeys)]
    public void an_entry_has_at_most_100_keys(int keys, PayloadError expected) => Parse(ObjectOf(keys)).Error.ShouldBe(expected);

    [Theory]
    [InlineData(1000, PayloadError.None)]
    [InlineData(1001, PayloadError.TooManyEntries)]
    public void a_batch_has_at_most_1000_entries(int entries, PayloadError expected) =>
        Parse("[" + string.Join(",", Enumerable.Repeat("""{"a":1}""", entries)) + "]").Error.ShouldBe(expected);

    [Theory]
    [InlineData(128, PayloadError.None)]
    [InlineData(129, PayloadError.KeyTooLong)]
    [InlineData(5000, PayloadError.KeyTooLong)]
    public void a_key_has_at_most_128_bytes(int bytes, PayloadError expected) =>
        Parse($$"""{"{{new string('k', bytes)}}":1}""").Error.ShouldBe(expected);

    [Fact]
    public void a_flattened_key_counts_its_parents() =>
        Parse($$$"""{"{{{new string('a', 64)}}}":{"{{{new string('b', 64)}}}":1}}""").Error.ShouldBe(PayloadError.KeyTooLong);

    [Theory]
    [InlineData(1024, PayloadError.None)]
    [InlineData(1025, PayloadError.StringTooLong)]
    public void a_string_has_at_most_1024_bytes_however_it_is_escaped(int bytes, PayloadError expected)
    {
        Parse($$"""{"a":"{{new string('x', bytes)}}"}""").Error.ShouldBe(expected);
        Parse($$"""{"a":"{{Repeat("\\u0078", bytes)}}"}""").Error.ShouldBe(expected);
    }

    [Fact]
    public void a_message_has_at_most_128_KiB()
    {
        var fits = "{}" + new string(' ', PayloadLimits.MessageBytes - 2);
        Parse(fits).Error.ShouldBe(PayloadError.None);
        Parse(fits + " ").Error.ShouldBe(PayloadError.TooLarge);
    }

    [Fact]
    public void nesting_without_end_is_refused() =>
        Parse(Repeat("""{"a":""", 100) + "1" + new string('}', 100)).Error.ShouldBeOneOf(PayloadError.MalformedJson, PayloadError.KeyTooLong);

    [Theory]
    [InlineData("telemetry")]
    [InlineData("telemetry/k")]
    [InlineData("status")]
    [InlineData("events/x")]
    public void no_bytes_make_it_throw_and_what_it_takes_is_json(string topic)
    {
        // Fragments of valid payloads in random order come much deeper than random bytes.
        string[] fragments =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"values\"", "\"ts\"", "1e400", "-", "0.5", "null", "true", "\\u0000", "\\ud800",
            "\u00e6", "\0", " ", "\"2026-11-22T00:00:00Z\"", "{\"a\":1}", "{\"values\":{\"a\":", "\"ts\":1795348800000,",
        ];
        var random = new Random(20261122);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new List<byte>();
            for (var part = random.Next(1, 9); part > 0; part--)
                bytes.AddRange(
                    random.Next(5) == 0 ? [(byte)random.Next(256)] : Encoding.UTF8.GetBytes(fragments[random.Next(fragments.Length)]));
            var parsed = Payload.Parse(topic, bytes.ToArray(), Rules);
            foreach (var entry in parsed.Entries.Where(e => e.Json.Length > 0))
                Should.NotThrow(() => System.Text.Json.JsonDocument.Parse(entry.Json).Dispose());
        }
    }
}

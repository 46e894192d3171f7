using System.Globalization;
using System.Text;
using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public class PackedHourTests
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 11, 22, 10, 0);
    private static readonly DeviceHandle Device = new(7, "acme", "pump-1");

    private static TelemetryRecord Row(long seq, Instant time, string json, Duration lag = default, int bytes = 50, string? topic = null) => new(
        seq, Device, time + lag, time, bytes, topic, PayloadError.None, topic is null ? SampleJson.Read(Encoding.UTF8.GetBytes(json)) : [],
        Encoding.UTF8.GetBytes(json));

    private static DeviceHour HourOf(params TelemetryRecord[] rows)
    {
        var hour = new DeviceHour(Device.Key, Microseconds.Of(Ten));
        foreach (var row in rows) hour.Add(row);
        return hour;
    }

    private static DeviceHour Series(params string[] values) =>
        HourOf([.. values.Select((v, i) => Row(i, Ten + Duration.FromSeconds(i), $$"""{"a":{{v}}}"""))]);

    private static string Describe(DeviceHour hour) => string.Join('\n',
        hour.Moments.Select(m => $"{m.Time} {m.ReceivedAt} {m.StartsMessage} " +
            string.Join(' ', m.Samples.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"))).Concat(hour.Others));

    private static void ShouldComeBack(DeviceHour hour) => Describe(HourUnpacker.Unpack(HourPacker.Pack(hour))).ShouldBe(Describe(hour));

    [Theory]
    [InlineData("22.5 22.4 -3 0 1e3", SeriesForm.Decimals, 2)]
    [InlineData("22.50 22.41 -3.00", SeriesForm.FixedDecimals, 2)]
    [InlineData("1000000 1000001 1065535", SeriesForm.Decimals, 2)]
    [InlineData("1000000 1000001 1065536", SeriesForm.Decimals, 4)]
    [InlineData("5000000000 5000000001", SeriesForm.Decimals, 2)]
    [InlineData("0 5000000000", SeriesForm.Doubles, 8)]
    [InlineData("0.1234567891234 2", SeriesForm.Doubles, 8)]
    [InlineData("-0 1", SeriesForm.Doubles, 8)]
    [InlineData("1.797693134862315E+308 1", SeriesForm.Doubles, 8)]
    [InlineData("22.5 22.50", SeriesForm.Words, 2)]
    [InlineData("12345678901234567890 1", SeriesForm.Words, 2)]
    [InlineData("\"open\" \"closed\" \"open\" \"zu\\u00e4\\\"\\n\"", SeriesForm.Words, 2)]
    [InlineData("true false 1 \"1\"", SeriesForm.Words, 2)]
    public void values_come_back_as_they_were_sent_from_the_smallest_form_that_holds_them(string values, SeriesForm form, int width)
    {
        var hour = Series(values.Split(' '));
        var head = SeriesHead.Of(HourPacker.Pack(hour), 0);
        (head.Form, head.Width).ShouldBe((form, width));
        ShouldComeBack(hour);
    }

    [Fact]
    public void more_words_than_sixteen_bits_count_come_back() =>
        ShouldComeBack(HourOf([.. Enumerable.Range(0, 70_000).Select(i => Row(i, Ten + Duration.FromMilliseconds(i), $$"""{"a":"w{{i}}"}"""))]));

    [Fact]
    public void gaps_of_almost_an_hour_and_lags_of_days_come_back() => ShouldComeBack(HourOf(
        Row(1, Ten, """{"a":1}""", Duration.FromDays(30)), Row(2, Ten + Duration.FromHours(1) - Duration.FromTicks(10), """{"a":2}""", Duration.FromMinutes(-5))));

    [Fact]
    public void rows_without_values_come_back_and_are_kept_once()
    {
        var hour = HourOf(Row(1, Ten, """{"a":1}"""), Row(2, Ten, """{"up":[1]}""", topic: "status"), Row(3, Ten, "", topic: "events/x"));
        ShouldComeBack(hour);
        hour.Add(Row(2, Ten, """{"up":[1]}""", topic: "status"));
        hour.Others.Count.ShouldBe(2);
    }

    [Fact]
    public void of_one_moment_the_later_row_counts_key_by_key()
    {
        var hour = HourOf(Row(1, Ten, """{"a":1,"b":1}"""), Row(2, Ten, """{"a":2,"c":2}"""));
        hour.Moments.ShouldHaveSingleItem().Samples.Select(s => $"{s.Key}{s.Value.Number}").Order().ShouldBe(["a2", "b1", "c2"]);
    }

    // Seen red: with an hour added up without its minutes. Random hours: keys that come and go, all kinds of values, several rows of one moment, messages of several moments.
    [Fact]
    public void a_thousand_random_hours_come_back_and_their_rollups_say_what_their_values_say()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var hour = RandomHour(new Random(seed));
            var packed = HourPacker.Pack(hour);
            Describe(HourUnpacker.Unpack(packed)).ShouldBe(Describe(hour), $"seed {seed}");
            foreach (var keys in (string[][])[[], ["k1"], ["k0", "k3"]])
            {
                foreach (var interval in (long[])[Microseconds.PerMinute, 7 * Microseconds.PerMinute, Microseconds.PerHour, 24 * Microseconds.PerHour])
                {
                    var view = HourFold.ViewFor(interval);
                    if (!HourFold.Serves(packed, view, keys)) continue;
                    var (rolled, added) = (new HourFold(interval, keys), new HourFold(interval, keys));
                    rolled.Add(packed, view);
                    added.Add(hour.ToColumns(keys), long.MinValue, long.MaxValue);
                    Describe(rolled).ShouldBe(Describe(added), $"seed {seed}");
                }
            }
        }
    }

    private static string Describe(HourFold fold) => string.Join('\n', fold.Parts.SelectMany(part => part.Value.SelectMany(key =>
        Enum.GetValues<Aggregation>().Select(a => $"{part.Key} {key.Key} {a} {key.Value.Result(a)}"))));

    private static DeviceHour RandomHour(Random random)
    {
        var hour = new DeviceHour(Device.Key, Microseconds.Of(Ten));
        var kinds = Enumerable.Range(0, 5).Select(_ => random.Next(6)).ToArray();
        var rows = random.Next(3) == 0 ? random.Next(1_500) : random.Next(20);
        for (var i = 0; i < rows; i++)
        {
            var time = Ten + Duration.FromTicks(
                10 * (random.Next(4) == 0 ? random.NextInt64(50) * 60_000_000 : random.NextInt64(3_600_000_000)));
            var values = Enumerable.Range(0, 5).Where(_ => random.Next(4) > 0).Select(k => $"\"k{k}\":{Value(random, kinds[k])}");
            hour.Add(Row(i, time, $"{{{string.Join(',', values)}}}", Duration.FromTicks(10 * random.NextInt64(1_000)), random.Next(3)));
        }
        return hour;
    }

    private static string Value(Random random, int kind) => kind switch
    {
        0 => random.Next(-100, 100).ToString(CultureInfo.InvariantCulture),
        1 => (random.Next(100_000) / 100.0).ToString(CultureInfo.InvariantCulture),
        2 => (random.NextDouble() * 1e16).ToString("R", CultureInfo.InvariantCulture),
        3 => random.Next(100_000).ToString(CultureInfo.InvariantCulture) + ".50",
        4 => random.Next(2) == 0 ? "true" : "\"off\"",
        _ => random.NextInt64(1L << 40).ToString(CultureInfo.InvariantCulture),
    };
}

using System.Text.Json;
using FsCheck.Xunit;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class JsonTests
{
    private enum Colour { DarkRed }

    private sealed record Thing(string LongName, Colour Colour, Instant At, string? Nothing);

    private static readonly Thing Sample =
        new("<Ä & \"b\">", Colour.DarkRed, Instant.FromUtc(2026, 1, 2, 3, 4, 5) + Duration.FromMilliseconds(60), null);

    [Fact]
    public void members_and_enums_are_snake_case_times_are_utc_and_nulls_are_written() => JsonSerializer.Serialize(Sample, Json.Api)
        .ShouldBe("""{"long_name":"<Ä & \"b\">","colour":"dark_red","at":"2026-01-02T03:04:05.060000Z","nothing":null}""");

    [Fact]
    public void what_the_store_wrote_reads_back_alike() =>
        JsonSerializer.Deserialize<Thing>(JsonSerializer.Serialize(Sample, Json.Store), Json.Store).ShouldBe(Sample);

    [Fact]
    public void times_of_day_are_as_on_a_clock_and_days_have_names()
    {
        var night = new { Day = IsoDayOfWeek.Monday, From = new LocalTime(22, 0) };
        foreach (var form in new[] { Json.Api, Json.Store }) JsonSerializer.Serialize(night, form).ShouldBe("""{"day":"monday","from":"22:00"}""");
        JsonSerializer.Deserialize<LocalTime>("\"06:30\"", Json.Store).ShouldBe(new LocalTime(6, 30));
    }

    [Property(QuietOnSuccess = true)]
    public void the_order_of_written_times_is_their_order(uint one, uint other, int micros)
    {
        var (earlier, later) = (Instant.FromUnixTimeSeconds(Math.Min(one, other)), Instant.FromUnixTimeSeconds(Math.Max(one, other)));
        later += Duration.FromTicks(10L * Math.Abs((long)micros));
        Math.Sign(string.CompareOrdinal(Json.Format(earlier), Json.Format(later))).ShouldBe(earlier.CompareTo(later));
    }
}

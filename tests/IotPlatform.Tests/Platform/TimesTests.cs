using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class TimesTests
{
    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000Z")]
    [InlineData("2026-01-31t12:00:00z", "2026-01-31T12:00:00.000000Z")]
    [InlineData("2026-01-31T12:00:00.25+01:30", "2026-01-31T10:30:00.250000Z")]
    [InlineData("2026-01-31T12:00:00 01:00", "2026-01-31T11:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z")]
    [InlineData(" 2026-01-31T12:00:00-01:00 ", "2026-01-31T13:00:00.000000Z")]
    public void a_time_may_have_any_offset(string sent, string read)
    {
        Times.TryParse(sent, out var time).ShouldBeTrue();
        Json.Format(time).ShouldBe(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-01-31T25:00:00Z")]
    [InlineData("1769860800")]
    public void anything_else_is_no_time(string sent) => Times.TryParse(sent, out _).ShouldBeFalse();

    [Theory]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("-9998-01-01T00:00:00+01:00")]
    public void a_time_at_the_end_of_the_calendar_does_no_harm(string sent) => Should.NotThrow(() => Times.TryParse(sent, out _));
}

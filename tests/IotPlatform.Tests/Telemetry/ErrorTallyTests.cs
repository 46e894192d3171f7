using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class ErrorTallyTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 22, 12, 0);
    private readonly ErrorTally _tally = new();

    private static TelemetryErrors Error(string reason, int second, long bad = 1, long wrong = 0, long old = 0, long refused = 0) =>
        new(bad, wrong, old, refused, new TelemetryError(Noon + Duration.FromSeconds(second), "t", reason, "d"));

    [Fact]
    public void a_devices_errors_add_up_and_the_last_one_by_its_time_is_shown()
    {
        _tally.Add(7, Error("first", 1, 1, 2, 3, 4));
        _tally.Add(8, Error("of another device", 9));
        _tally.Add(7, Error("last", 3, 10, 20, 30, 40));
        _tally.Add(7, Error("late", 2));
        var errors = _tally.Take();
        errors.Keys.Order().ShouldBe([7, 8]);
        (errors[7].BadPayloads, errors[7].WrongType, errors[7].TooOld, errors[7].RefusedPublishes, errors[7].LastError.Reason)
            .ShouldBe((12, 22, 33, 44, "last"));
    }

    [Fact]
    public void what_was_taken_is_taken()
    {
        _tally.Add(7, Error("x", 1));
        _tally.Take().Count.ShouldBe(1);
        _tally.Take().ShouldBeEmpty();
        _tally.Add(7, Error("x", 1));
        _tally.Forget(7);
        _tally.Take().ShouldBeEmpty();
    }
}

using IotPlatform.Backtests;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Backtests;

public sealed class HappeningTests
{
    private static readonly DeviceHandle Pump = new(1, "acme", "pump-1");

    private static Instant At(int minute) => Instant.FromUtc(2026, 3, 1, 12, minute);

    private static ConnectionChange Began(int minute, long epoch) => new(Pump, epoch, 2 * epoch, At(minute), null);

    private static ConnectionChange Ended(int minute, long epoch) =>
        new(Pump, epoch, (2 * epoch) + 1, At(minute), new ConnectionEnd(true, "x", At(minute)));

    [Fact]
    public void what_was_before_is_known_before_the_device_is_covered_and_what_comes_after_the_end_is_left_out()
    {
        var covered = new Coverage(At(0), true, false, null);
        Happening.InOrder(At(10), At(20), [covered], [], [Began(5, 1), Ended(10, 1), Began(15, 2), Ended(20, 2)])
            .Select(happening => (happening.At, happening.What)).ShouldBe(
            [
                (At(5), new SessionBegan(At(5), 1, 2)), (At(10), covered), (At(10), new SessionEnded(At(10), 1, 3)), (At(15), new SessionBegan(At(15), 2, 4)),
            ]);
    }

    // Seen red: with the platform told of when it was back.
    [Fact]
    public void an_outage_is_told_before_what_ended_by_it()
    {
        var outage = new PlatformOutage(At(12), At(14), Duration.FromSeconds(30));
        Happening.InOrder(At(10), At(20), [], [outage], [Began(11, 1), Ended(13, 1)]).Select(happening => happening.What)
            .ShouldBe([new SessionBegan(At(11), 1, 2), new PlatformResumed(At(12), At(14), Duration.FromSeconds(30)), new SessionEnded(At(13), 1, 3)]);
    }
}

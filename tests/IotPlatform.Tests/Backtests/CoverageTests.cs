using IotPlatform.Backtests;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Backtests;

public sealed class CoverageTests
{
    private static readonly Dictionary<string, IReadOnlyList<ProfileInterval>> NoProfiles = [];

    private static Instant At(int minute) => Instant.FromUtc(2026, 3, 1, 12, minute);

    private static DeviceRegistered Registered(int minute, bool isActive = true) =>
        new("pump-1", "Pump", null, null, Body.NoMetadata, isActive, "", At(minute));

    private static IEnumerable<(int Minute, bool IsCovered, bool IsGone)> Tell(Func<Device, bool> isInScope, params object[] events) =>
        Coverage.Of(events, isInScope, NoProfiles).Select(change => (change.At.InUtc().Minute, change.IsCovered, change.IsGone));

    [Fact]
    public void a_device_is_covered_while_it_is_active() => Tell(
        _ => true, Registered(1, isActive: false), new DeviceActivated("pump-1", At(2)), new DeviceDeactivated("pump-1", At(3)))
        .ShouldBe([(1, false, true), (2, true, false), (3, false, true)]);

    [Fact]
    public void out_of_scope_it_is_not_covered_and_not_gone() => Tell(
        device => device.GroupIds.Contains("g"), Registered(1), new DeviceJoinedGroup("pump-1", "g", At(2)), new DeviceLeftGroup("pump-1", "g", At(3)))
        .ShouldBe([(1, false, false), (2, true, false), (3, false, false)]);

    [Fact]
    public void what_does_not_matter_is_no_change() =>
        Tell(_ => true, Registered(1), new DeviceTagged("pump-1", ["x"], At(2))).Count().ShouldBe(1);

    // Seen red: with the events of the former life kept, of which no telemetry is left.
    [Fact]
    public void only_the_present_life_counts() => Tell(_ => true, Registered(1), new DeviceDeleted("pump-1", At(2)), Registered(3))
        .ShouldBe([(3, true, false)]);

    [Fact]
    public void a_device_that_is_deleted_has_no_coverage() =>
        Tell(_ => true, Registered(1), new DeviceDeleted("pump-1", At(2))).ShouldBeEmpty();

    [Fact]
    public void the_interval_is_that_of_the_profile_at_the_time()
    {
        var profile = ProfileInterval.Of(
        [
            new ProfileCreated("p", "Pump", null, [], 60, Body.NoMetadata, At(0)), new ProfileRevised("p", "Pump", null, [], null, Body.NoMetadata, At(3)),
            new ProfileRevised("p", "Pump", null, [], 30, Body.NoMetadata, At(4)),
        ]);
        Coverage.Of(
            [Registered(1), new DeviceProfiled("pump-1", "p", At(2)), new DeviceUnprofiled("pump-1", "p", At(5))], _ => true,
            new Dictionary<string, IReadOnlyList<ProfileInterval>> { ["p"] = profile })
            .Select(change => (change.At.InUtc().Minute, change.ReportingInterval?.TotalSeconds))
            .ShouldBe([(1, null), (2, 60), (3, null), (4, 30), (5, null)]);
    }
}

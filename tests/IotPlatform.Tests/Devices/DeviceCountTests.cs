using IotPlatform.Devices;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceCountTests
{
    private static readonly DeviceCountProjection Projection = new(WithheldEvents.None);

    private static DeviceCount? After(DeviceCount? count, params object[] facts) =>
        facts.Aggregate(count, (before, fact) => Projection.Evolve(before, "x", Decisions.Stored((dynamic)fact, "sensor-1")));

    private static DeviceJoinedGroup Joined(string id) => new(id, "x", Now);

    private static DeviceLeftGroup Left(string id) => new(id, "x", Now);

    [Fact]
    public void who_joins_is_counted() => After(null, Joined("a"), Joined("b")).ShouldBe(new DeviceCount("x", 2));

    [Fact]
    public void who_leaves_is_not() => After(new("x", 3), Left("a"), Left("b")).ShouldBe(new DeviceCount("x", 1));

    [Fact]
    public void profiles_count_alike() =>
        After(null, new DeviceProfiled("a", "x", Now), new DeviceProfiled("b", "x", Now), new DeviceUnprofiled("a", "x", Now))
            .ShouldBe(new DeviceCount("x", 1));

    [Fact]
    public void where_nobody_is_left_there_is_no_count() => After(null, Joined("a"), Left("a")).ShouldBeNull();

    [Fact]
    public void a_count_begins_anew_where_there_was_none() =>
        After(null, Joined("a"), Left("a"), Joined("a")).ShouldBe(new DeviceCount("x", 1));

    [Fact]
    public void joining_leaving_and_profiles_are_all_that_it_reads() => Projection.IncludedEventTypes.ShouldBe(
        [typeof(DeviceJoinedGroup), typeof(DeviceLeftGroup), typeof(DeviceProfiled), typeof(DeviceUnprofiled)], ignoreOrder: true);
}

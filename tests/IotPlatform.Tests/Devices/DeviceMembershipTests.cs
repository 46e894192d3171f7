using IotPlatform.Devices;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceMembershipTests
{
    private static readonly Device Profiled = Of(new DeviceProfiled("sensor-1", "p-1", Registered));

    private static readonly Device Everywhere = Of(
        new DeviceJoinedGroup("sensor-1", "g-1", Registered), new DeviceJoinedGroup("sensor-1", "g-2", Registered),
        new DeviceProfiled("sensor-1", "p-1", Registered));

    [Fact]
    public void a_profile_is_applied_where_there_is_none() =>
        DeviceMembership.ApplyProfile(Of(), "p-1", Now).ShouldBe([new DeviceProfiled("sensor-1", "p-1", Now)]);

    [Fact]
    public void a_profile_takes_the_place_of_another() => DeviceMembership.ApplyProfile(Profiled, "p-2", Now)
        .ShouldBe([new DeviceUnprofiled("sensor-1", "p-1", Now), new DeviceProfiled("sensor-1", "p-2", Now)]);

    [Fact]
    public void a_profile_is_taken_off() =>
        DeviceMembership.ApplyProfile(Profiled, null, Now).ShouldBe([new DeviceUnprofiled("sensor-1", "p-1", Now)]);

    [Fact]
    public void what_is_so_already_makes_no_event()
    {
        DeviceMembership.ApplyProfile(Profiled, "p-1", Now).ShouldBeEmpty();
        DeviceMembership.ApplyProfile(Of(), null, Now).ShouldBeEmpty();
    }

    [Fact]
    public void a_device_that_goes_leaves_all_its_groups_and_its_profile() => DeviceMembership.LeaveAll(Everywhere, Now).ShouldBe(
    [
        new DeviceLeftGroup("sensor-1", "g-1", Now), new DeviceLeftGroup("sensor-1", "g-2", Now),
        new DeviceUnprofiled("sensor-1", "p-1", Now),
    ]);

    [Fact]
    public void a_device_that_is_nowhere_has_nothing_to_leave() => DeviceMembership.LeaveAll(Of(), Now).ShouldBeEmpty();

    [Fact]
    public void groups_come_and_go_in_the_order_of_joining()
    {
        var device = Device.Fold(Everywhere, new DeviceLeftGroup("sensor-1", "g-1", Now))!;
        (device.GroupIds.ShouldHaveSingleItem(), device.ProfileId, device.UpdatedAt).ShouldBe(("g-2", "p-1", Now));
    }

    [Fact]
    public void a_device_that_is_registered_again_belongs_nowhere()
    {
        object[] events = [.. DeviceMembership.LeaveAll(Everywhere, Now), new DeviceDeleted("sensor-1", Now), Registration()];
        Decisions.Tell(events.Aggregate((Device?)Everywhere, Device.Fold)).ShouldBe(Decisions.Tell(Of()));
    }
}

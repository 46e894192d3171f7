using IotPlatform.Devices;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeleteDeviceTests
{
    [Fact]
    public void a_deletion_ends_the_devices_life()
    {
        var deletion = DeleteDeviceEndpoint.Decide(Of(), Now);
        deletion.ShouldAppend(new DeviceDeleted("sensor-1", Now));
        Of().After(deletion).ShouldBeNull();
    }

    [Fact]
    public void a_device_leaves_its_groups_and_its_profile_before_it_ends()
    {
        var device = Of(new DeviceJoinedGroup("sensor-1", "g-1", Registered), new DeviceProfiled("sensor-1", "p-1", Registered));
        DeleteDeviceEndpoint.Decide(device, Now).ShouldAppend(
            new DeviceLeftGroup("sensor-1", "g-1", Now), new DeviceUnprofiled("sensor-1", "p-1", Now), new DeviceDeleted("sensor-1", Now));
    }
}

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
}

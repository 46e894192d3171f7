using IotPlatform.Devices;
using IotPlatform.Monitoring;
using IotPlatform.Platform;
using IotPlatform.Tests.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class MonitoredDevicesTests
{
    private static IReadOnlyList<string> Take<T>(T fact) where T : notnull =>
        new MonitoredDevices(null!, null!).Take(new CommittedEvents("acme", [Decisions.Stored(fact, "sensor-1")]));

    [Fact]
    public void a_device_that_is_switched_or_deleted_starts_afresh()
    {
        Take(new DeviceActivated("sensor-1", SampleDevice.Now)).ShouldBe(["sensor-1"]);
        Take(new DeviceDeactivated("sensor-1", SampleDevice.Now)).ShouldBe(["sensor-1"]);
        Take(new DeviceDeleted("sensor-1", SampleDevice.Now)).ShouldBe(["sensor-1"]);
    }

    [Fact]
    public void a_device_that_is_described_or_tagged_goes_on()
    {
        Take(new DeviceDescribed("sensor-1", "New", null, null, SampleDevice.Metadata, SampleDevice.Now)).ShouldBeEmpty();
        Take(new DeviceTagged("sensor-1", ["x"], SampleDevice.Now)).ShouldBeEmpty();
        Take("another resource's event").ShouldBeEmpty();
    }
}

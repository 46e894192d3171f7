using IotPlatform.Devices;
using IotPlatform.Monitoring;
using IotPlatform.Tests.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class RosterTests
{
    private readonly WatchedDevice _device = new("acme", "sensor-1");

    private bool Follow(params (long, object)[] events) => _device.TryFollow(events);

    [Fact]
    public void a_device_follows_its_events_in_short()
    {
        Follow((1, SampleDevice.Registration()), (2, new DeviceJoinedGroup("sensor-1", "g", SampleDevice.Now))).ShouldBeTrue();
        _device.Facts!.GroupIds.ShouldBe(["g"]);
        (_device.Facts.Name, _device.Facts.IsActive, _device.Facts.Description).ShouldBe(("Sensor", true, null));
    }

    [Fact]
    public void what_it_knows_already_changes_nothing()
    {
        Follow((1, SampleDevice.Registration()), (2, new DeviceDeactivated("sensor-1", SampleDevice.Now)));
        Follow((1, SampleDevice.Registration())).ShouldBeTrue();
        _device.Facts!.IsActive.ShouldBeFalse();
    }

    [Fact]
    public void events_that_come_out_of_order_make_it_read_its_stream()
    {
        Follow((1, SampleDevice.Registration()));
        Follow((3, new DeviceActivated("sensor-1", SampleDevice.Now))).ShouldBeFalse();
        _device.Know(SampleDevice.Of(new DeviceDeactivated("sensor-1", SampleDevice.Now)), 2);
        Follow((3, new DeviceActivated("sensor-1", SampleDevice.Now))).ShouldBeTrue();
    }

    [Fact]
    public void a_read_model_that_is_behind_brings_no_deleted_device_back()
    {
        Follow((1, SampleDevice.Registration()), (2, new DeviceDeleted("sensor-1", SampleDevice.Now)));
        _device.Know(SampleDevice.Of(), 1);
        _device.Facts.ShouldBeNull();
    }

    [Fact]
    public void a_device_stays_in_its_partition_and_the_fleet_spreads_over_all()
    {
        _device.Partition.ShouldBe(new WatchedDevice("acme", "sensor-1").Partition);
        Enumerable.Range(0, 1_000).Select(i => Partitions.Of("acme", $"sensor-{i}")).Distinct().Count().ShouldBe(Partitions.Count);
    }
}

using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceTests
{
    [Fact]
    public void a_registration_tells_all_but_the_credential() => Decisions.Tell(Of()).ShouldBe(Decisions.Tell(new Device
    {
        DeviceId = "sensor-1",
        Name = "Sensor",
        Description = "On the roof",
        DeviceType = "thermometer",
        Metadata = Metadata,
        IsActive = true,
        CreatedAt = Registered,
        UpdatedAt = Registered,
    }));

    [Fact]
    public void a_device_may_be_registered_inactive() => Device.Fold(null, Registration(isActive: false))!.IsActive.ShouldBeFalse();

    [Fact]
    public void a_description_replaces_the_one_before_and_nothing_else()
    {
        var device = Of(
            new DeviceTagged("sensor-1", ["a"], Registered), new DeviceDescribed("sensor-1", "New", null, null, Body.NoMetadata, Now));
        Decisions.Tell(device).ShouldBe(Decisions.Tell(Of() with
        {
            Name = "New",
            Description = null,
            DeviceType = null,
            Metadata = Body.NoMetadata,
            Tags = ["a"],
            UpdatedAt = Now,
        }));
    }

    [Fact]
    public void a_device_is_switched_off_and_on()
    {
        var off = Of(new DeviceDeactivated("sensor-1", Now));
        (off.IsActive, off.UpdatedAt).ShouldBe((false, Now));
        Device.Fold(off, new DeviceActivated("sensor-1", Now + Duration.FromSeconds(1)))!.IsActive.ShouldBeTrue();
    }

    [Fact]
    public void tags_come_and_go_in_the_order_of_adding()
    {
        var device = Of(
            new DeviceTagged("sensor-1", ["b", "a"], Registered), new DeviceTagged("sensor-1", ["c"], Registered), new DeviceUntagged("sensor-1", "a", Now));
        device.Tags.ShouldBe(["b", "c"]);
        device.UpdatedAt.ShouldBe(Now);
    }

    [Fact]
    public void a_deletion_leaves_nothing() => Device.Fold(Of(), new DeviceDeleted("sensor-1", Now)).ShouldBeNull();

    [Fact]
    public void a_device_that_is_registered_again_knows_nothing_of_its_former_life()
    {
        var again = Of(new DeviceTagged("sensor-1", ["a"], Now), new DeviceDeleted("sensor-1", Now), Registration() with { At = Now });
        (again.Tags.Count, again.CreatedAt).ShouldBe((0, Now));
    }

    [Fact]
    public void a_fact_of_another_kind_changes_nothing() => Decisions.Tell(Device.Fold(Of(), "anything")).ShouldBe(Decisions.Tell(Of()));

    [Fact]
    public void every_event_that_a_device_knows_changes_it_or_ends_it()
    {
        object[] facts =
        [
            Registration(), new DeviceDescribed("sensor-1", "x", null, null, Metadata, Now), new DeviceActivated("sensor-1", Now),
            new DeviceDeactivated("sensor-1", Now), new DeviceTagged("sensor-1", ["x"], Now), new DeviceUntagged("sensor-1", "x", Now),
            new DeviceJoinedGroup("sensor-1", "x", Now), new DeviceLeftGroup("sensor-1", "y", Now), new DeviceProfiled("sensor-1", "x", Now),
            new DeviceUnprofiled("sensor-1", "y", Now), new DeviceCredentialsRotated("sensor-1", "x", Now), new DeviceDeleted("sensor-1", Now),
        ];
        facts.Select(fact => fact.GetType()).ShouldBe(Device.EventTypes, ignoreOrder: true);
        var before = Decisions.Tell(Of(new DeviceTagged("sensor-1", ["y"], Registered)));
        foreach (var fact in facts)
            Decisions.Tell(Device.Fold(Of(new DeviceTagged("sensor-1", ["y"], Registered)), fact)).ShouldNotBe(before, fact.ToString());
    }
}

using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Tests.Devices;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ListSizeTests
{
    private static readonly Instant Now = SampleDevice.Now;
    private static readonly ListSizeProjection Projection =
        new([new(ListDevicesEndpoint.List, Device.EventTypes), new(ListGroupsEndpoint.List, Group.EventTypes)], WithheldEvents.None);

    private static ListSize? After(params object[] facts) => facts.Aggregate(
        (ListSize?)null, (size, fact) => Projection.Evolve(size, "devices", (JasperFx.Events.IEvent)Activator.CreateInstance(
            typeof(JasperFx.Events.Event<>).MakeGenericType(fact.GetType()), fact)!));

    [Fact]
    public void it_counts_the_living_and_every_change() => After(
        SampleDevice.Registration(), SampleDevice.Registration(), new DeviceDeactivated("sensor-1", Now), new DeviceDeleted("sensor-1", Now),
        SampleDevice.Registration()).ShouldBe(new("devices", 2, 5));

    [Fact]
    public void a_total_is_remembered_until_something_changes()
    {
        var totals = new ListTotals();
        totals.Find("filters", 1).ShouldBeNull();
        totals.Remember("filters", 1, 7);
        totals.Find("filters", 1).ShouldBe(7);
        totals.Find("filters", 2).ShouldBeNull();
        totals.Find("others", 1).ShouldBeNull();
    }
}

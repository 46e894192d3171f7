using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Groups;

public sealed class MembershipTests
{
    private static readonly Device Member = Of(new DeviceJoinedGroup("sensor-1", "group-1", Registered));

    private static (AddDevicesToGroup Request, IReadOnlyList<string> Faults) Read(string json)
    {
        var body = Body.Parse(json);
        return (AddDevicesToGroup.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    private static string Ids(int count) => $$"""{"device_ids":["{{string.Join("\",\"", Enumerable.Range(0, count))}}"]}""";

    [Fact]
    public void a_device_joins_a_group_once()
    {
        var joining = AddDevicesToGroupEndpoint.Decide("group-1", Of(), Now);
        joining.ShouldAppend(new DeviceJoinedGroup("sensor-1", "group-1", Now));
        AddDevicesToGroupEndpoint.Decide("group-1", Of().After(joining)!, Now).ShouldChangeNothing();
    }

    [Fact]
    public void a_device_may_be_in_many_groups() =>
        Member.After(AddDevicesToGroupEndpoint.Decide("group-2", Member, Now))!.GroupIds.ShouldBe(["group-1", "group-2"]);

    [Fact]
    public void a_device_leaves_a_group_once()
    {
        var leaving = RemoveDeviceFromGroupEndpoint.Decide("group-1", Member, Now);
        leaving.ShouldAppend(new DeviceLeftGroup("sensor-1", "group-1", Now));
        RemoveDeviceFromGroupEndpoint.Decide("group-1", Member.After(leaving)!, Now).ShouldRefuse(404, "not_found", "'sensor-1'");
        RemoveDeviceFromGroupEndpoint.Decide("group-2", Member, Now).ShouldRefuse(404, "not_found", "'sensor-1'");
    }

    [Fact]
    public void a_group_ends_once() =>
        DeleteGroupEndpoint.Decide(SampleGroup.Of(), Now).ShouldAppend(new GroupDeleted("group-1", Now));

    [Fact]
    public void a_device_that_is_named_twice_is_meant_once() =>
        Read("""{"device_ids":["b","a","b"," a "]}""").Request.DeviceIds.ShouldBe(["b", "a"]);

    [Fact]
    public void one_to_a_thousand_devices_may_be_named()
    {
        Read(Ids(1)).Faults.ShouldBeEmpty();
        Read(Ids(1000)).Faults.ShouldBeEmpty();
        Read(Ids(1001)).Faults.ShouldBe(["device_ids must be an array of at most 1000 strings"]);
        Read("""{"device_ids":[]}""").Faults.ShouldBe(["device_ids must not be empty"]);
    }

    [Theory]
    [InlineData("{}", "device_ids is required")]
    [InlineData("""{"device_ids":null}""", "device_ids must be an array of at most 1000 strings")]
    [InlineData("""{"device_ids":"a"}""", "device_ids must be an array of at most 1000 strings")]
    [InlineData("""{"device_ids":["a",7]}""", "device_ids[1] must be a string")]
    [InlineData("""{"device_ids":[" "]}""", "device_ids[0] must not be blank")]
    [InlineData("""{"device_ids":["a\u0000"]}""", "device_ids[0] must not contain control characters")]
    public void what_names_no_devices_is_a_fault(string json, string fault) => Read(json).Faults.ShouldBe([fault]);

    [Fact]
    public void an_id_may_be_as_long_as_ids_are()
    {
        Read($$"""{"device_ids":["{{new string('x', 128)}}"]}""").Faults.ShouldBeEmpty();
        Read($$"""{"device_ids":["{{new string('x', 129)}}"]}""").Faults.ShouldBe(["device_ids[0] must have 1 to 128 characters"]);
    }
}

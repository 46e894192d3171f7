using System.Text.Json;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class UpdateDeviceTests
{
    private static readonly DeviceDescribed Unchanged = new("sensor-1", "Sensor", "On the roof", "thermometer", Metadata, Now);

    private static Decision Decide(string json, Device device) =>
        Change.Decide<UpdateDevice, Device>(JsonElement.Parse(json), device, Now, UpdateDeviceEndpoint.Decide);

    public static TheoryData<string, object[]> Changes => new()
    {
        { """{"name":"New"}""", [Unchanged with { Name = "New" }] },
        { """{"description":null}""", [Unchanged with { Description = null }] },
        { """{"device_type":"x"}""", [Unchanged with { DeviceType = "x" }] },
        { """{"metadata":{"floor":4}}""", [Unchanged with { Metadata = JsonElement.Parse("""{"floor":4}""") }] },
        { """{"metadata":null}""", [Unchanged with { Metadata = Body.NoMetadata }] },
        { """{"is_active":false}""", [new DeviceDeactivated("sensor-1", Now)] },
        { """{"profile_id":"p-1"}""", [new DeviceProfiled("sensor-1", "p-1", Now)] },
        { """{"is_active":false,"name":"New"}""", [Unchanged with { Name = "New" }, new DeviceDeactivated("sensor-1", Now)] },
    };

    public static TheoryData<string> NoChanges =>
    [
        "{}", """{"name":"Sensor"}""", """{"is_active":true}""", """{"is_active":null}""", """{"metadata":{ "floor": 3 }}""",
        """{"device_id":"sensor-1"}""", """{"unknown":1}""",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object[] events) => Decide(json, Of()).ShouldAppend(events);

    [Theory]
    [MemberData(nameof(NoChanges))]
    public void what_is_so_already_makes_no_event(string json) => Decide(json, Of()).ShouldChangeNothing();

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object[] events)
    {
        events.ShouldNotBeEmpty();
        Decide(json, Of().After(Decide(json, Of()))!).ShouldChangeNothing();
    }

    [Fact]
    public void a_device_that_is_off_is_switched_on() =>
        Decide("""{"is_active":true}""", Of(new DeviceDeactivated("sensor-1", Registered))).ShouldAppend(new DeviceActivated("sensor-1", Now));

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("null")]
    public void the_id_is_for_life(string id) =>
        Decide($$"""{"device_id":{{id}}}""", Of()).ShouldRefuse(422, "validation_failed", "device_id: cannot be changed");

    [Theory]
    [InlineData("null")]
    [InlineData("\"p-2\"")]
    public void a_profile_makes_room_for_another_or_for_none(string profile)
    {
        object[] applied = profile == "null" ? [] : [new DeviceProfiled("sensor-1", "p-2", Now)];
        Decide($$"""{"profile_id":{{profile}}}""", Of(new DeviceProfiled("sensor-1", "p-1", Registered)))
            .ShouldAppend([new DeviceUnprofiled("sensor-1", "p-1", Now), .. applied]);
    }

    [Fact]
    public void all_faults_are_told_at_once() =>
        Decide("""{"device_id":"other","name":"","is_active":1,"profile_id":2}""", Of()).Refusal!.Errors.Select(fault => fault.Field)
            .ShouldBe(["device_id", "name", "is_active", "profile_id"]);
}

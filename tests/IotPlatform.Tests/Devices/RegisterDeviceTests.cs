using IotPlatform.Devices;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class RegisterDeviceTests
{
    private static (RegisterDevice Request, IReadOnlyList<Fault> Faults) Read(string json)
    {
        var body = Body.Parse(json);
        return (RegisterDevice.Read(body), body.Faults);
    }

    [Fact]
    public void a_name_is_all_that_a_device_needs()
    {
        var (request, faults) = Read("""{"name":"Sensor"}""");
        faults.ShouldBeEmpty();
        request.ShouldBe(new RegisterDevice(null, "Sensor", null, null, Body.NoMetadata, IsActive: true));
    }

    [Fact]
    public void everything_may_be_given()
    {
        var (request, faults) = Read(
            """{"device_id":"a","name":"A","description":"d","device_type":"t","metadata":{"floor":3},"is_active":false}""");
        faults.ShouldBeEmpty();
        RegisterDeviceEndpoint.Decide(request, "a", "hash", null, Now)
            .ShouldAppend(new DeviceRegistered("a", "A", "d", "t", Metadata, false, "hash", Now));
    }

    [Fact]
    public void nulls_stand_for_the_defaults() =>
        Read("""{"device_id":null,"name":"A","description":null,"device_type":null,"metadata":null,"is_active":null}""").Request
            .ShouldBe(new RegisterDevice(null, "A", null, null, Body.NoMetadata, IsActive: true));

    [Fact]
    public void all_faults_are_told_at_once() =>
        Read("""{"device_id":"a/b","description":1,"device_type":[],"metadata":"x","is_active":"yes"}""").Faults
            .Select(fault => fault.Field).ShouldBe(["device_id", "name", "description", "device_type", "metadata", "is_active"]);

    [Fact]
    public void an_id_in_use_is_refused() => RegisterDeviceEndpoint.Decide(Read("""{"name":"A"}""").Request, "sensor-1", "hash", Of(), Now)
        .ShouldRefuse(409, "duplicate", "'sensor-1'");
}

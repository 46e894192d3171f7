using IotPlatform.Devices;
using IotPlatform.Profiles;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Profiles;

public sealed class ApplyProfileTests
{
    [Fact]
    public void a_profile_is_applied_once()
    {
        var applying = ApplyProfileEndpoint.Decide("profile-1", Of(), Now);
        applying.ShouldAppend(new DeviceProfiled("sensor-1", "profile-1", Now));
        ApplyProfileEndpoint.Decide("profile-1", Of().After(applying)!, Now).ShouldChangeNothing();
    }

    [Fact]
    public void it_takes_the_place_of_the_former_one()
    {
        var device = Of(new DeviceProfiled("sensor-1", "profile-1", Registered));
        var applying = ApplyProfileEndpoint.Decide("profile-2", device, Now);
        applying.ShouldAppend(new DeviceUnprofiled("sensor-1", "profile-1", Now), new DeviceProfiled("sensor-1", "profile-2", Now));
        device.After(applying)!.ProfileId.ShouldBe("profile-2");
    }

    [Fact]
    public void a_profile_ends_once() =>
        DeleteProfileEndpoint.Decide(SampleProfile.Of(), Now).ShouldAppend(new ProfileDeleted("profile-1", Now));
}

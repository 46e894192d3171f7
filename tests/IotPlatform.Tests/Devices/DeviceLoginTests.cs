using IotPlatform.Devices;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceLoginTests
{
    private static DeviceLogin? Of(params object[] facts) => facts.Aggregate((DeviceLogin?)null, DeviceLogin.Fold);

    [Fact]
    public void a_registration_brings_the_credential() => Of(Registration()).ShouldBe(new DeviceLogin("sensor-1", "hash", true));

    [Fact]
    public void a_deactivated_device_keeps_its_credential_for_later()
    {
        Of(Registration(), new DeviceDeactivated("sensor-1", Now)).ShouldBe(new DeviceLogin("sensor-1", "hash", false));
        Of(Registration(isActive: false), new DeviceActivated("sensor-1", Now)).ShouldBe(new DeviceLogin("sensor-1", "hash", true));
    }

    [Fact]
    public void what_is_told_about_a_device_does_not_touch_its_login() =>
        Of(Registration(), new DeviceDescribed("sensor-1", "x", null, null, Metadata, Now)).ShouldBe(Of(Registration()));

    [Fact]
    public void a_deletion_revokes_the_credential_and_a_new_life_has_its_own()
    {
        Of(Registration(), new DeviceDeleted("sensor-1", Now)).ShouldBeNull();
        Of(Registration(), new DeviceDeleted("sensor-1", Now), Registration() with { CredentialHash = "other" })!.CredentialHash
            .ShouldBe("other");
    }

    [Fact]
    public void a_new_password_is_the_only_one() =>
        Of(Registration(isActive: false), new DeviceCredentialsRotated("sensor-1", "other", Now))
            .ShouldBe(new DeviceLogin("sensor-1", "other", false));

    [Fact]
    public void it_listens_to_every_event_that_it_folds() =>
        DeviceLogin.EventTypes.ShouldBe(
            [typeof(DeviceRegistered), typeof(DeviceActivated), typeof(DeviceDeactivated), typeof(DeviceCredentialsRotated), typeof(DeviceDeleted)]);
}

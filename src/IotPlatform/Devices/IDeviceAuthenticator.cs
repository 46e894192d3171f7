namespace IotPlatform.Devices;

/// <summary>What came of a device's attempt to log in.</summary>
public enum LoginOutcome
{
    Accepted,
    /// <summary>Unknown user name, wrong password, or the device was deleted.</summary>
    BadCredentials,
    /// <summary>The credentials are right, but the device is deactivated.</summary>
    Deactivated,
    /// <summary>The credentials are right, but the customer is suspended.</summary>
    Suspended,
}

/// <summary>Checks a device's MQTT (or HTTP Basic) credentials; costs no database round trip when they were seen before.</summary>
public interface IDeviceAuthenticator
{
    /// <summary>Who logs in as <paramref name="username"/>: the handle is there when the outcome is accepted.</summary>
    ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AuthenticateAsync(
        string username, string password, CancellationToken cancellation);

    /// <summary>The same for somebody who has proved in another way to be <paramref name="username"/>.</summary>
    ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> IdentifyAsync(string username, CancellationToken cancellation);
}

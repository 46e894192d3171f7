namespace IotPlatform.Devices;

/// <summary>A device as the hot paths name it.</summary>
/// <param name="Key">The integer that stands for this life of the device in the logs; unique over all customers.</param>
/// <param name="Customer">The customer (= tenant) that the device belongs to.</param>
/// <param name="DeviceId">The id that the customer gave it.</param>
public sealed record DeviceHandle(int Key, string Customer, string DeviceId);

/// <summary>What came of a device's attempt to log in.</summary>
public enum LoginOutcome
{
    Accepted,
    /// <summary>Unknown user name, wrong password, or the device was deleted.</summary>
    BadCredentials,
    /// <summary>The credentials are right, but the device is deactivated.</summary>
    Deactivated,
}

/// <summary>Checks a device's MQTT (or HTTP Basic) credentials; costs no database round trip when they were seen before.</summary>
public interface IDeviceAuthenticator
{
    /// <summary>Who logs in as <paramref name="username"/>: the handle is there when the outcome is accepted.</summary>
    ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AuthenticateAsync(string username, string password, CancellationToken cancellation);
}

using IotPlatform.Devices;

namespace IotPlatform.Telemetry;

/// <summary>The devices that the logs speak of, from the table that gave them their integers.</summary>
public sealed class RegisteredDevices(DeviceStates states) : IDeviceDirectory
{
    /// <inheritdoc/>
    public ValueTask<DeviceHandle?> FindAsync(int deviceKey, CancellationToken cancellation) => states.FindAsync(deviceKey, cancellation);
}

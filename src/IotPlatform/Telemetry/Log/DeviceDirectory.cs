using IotPlatform.Devices;

namespace IotPlatform.Telemetry;

/// <summary>Says which device an integer of the log stands for.</summary>
public interface IDeviceDirectory
{
    /// <summary>The device; null if it is no longer registered, and its records are of no interest.</summary>
    ValueTask<DeviceHandle?> FindAsync(int deviceKey, CancellationToken cancellation);
}

/// <summary>For readers of the log that need no more than the integer.</summary>
public sealed class AnonymousDevices : IDeviceDirectory
{
    /// <summary>Nobody's id.</summary>
    public const string Customer = "";

    /// <summary>The only one.</summary>
    public static AnonymousDevices Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<DeviceHandle?> FindAsync(int deviceKey, CancellationToken cancellation) =>
        new(new DeviceHandle(deviceKey, Customer, ""));
}

using IotPlatform.Devices;
using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>Leads from a device of the API to its place in the logs.</summary>
public sealed class DeviceLogs(DeviceReadModel devices, DeviceStates states)
{
    // No device has this key: what is asked of it is empty.
    private const int NoContactYet = 0;

    /// <summary>The caller's registered device, or null.</summary>
    public async ValueTask<DeviceHandle?> OfAsync(HttpContext http, string deviceId)
    {
        var customer = Caller.Of(http).Customer;
        if ((await devices.LoadAsync(http, deviceId)).State is null) return null;
        return await states.FindAsync(customer, deviceId, http.RequestAborted) ?? new DeviceHandle(NoContactYet, customer, deviceId);
    }
}

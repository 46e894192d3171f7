using IotPlatform.Devices;

namespace IotPlatform.Telemetry;

/// <summary>
/// Adds up the errors of devices until they are stored: an entry for each device, however much it sends. Safe for many threads.
/// </summary>
public sealed class ErrorTally
{
    private readonly Lock _lock = new();
    private Dictionary<int, TelemetryErrors> _waiting = [];

    /// <summary>Adds errors of a device.</summary>
    public void Add(int deviceKey, TelemetryErrors errors)
    {
        lock (_lock) _waiting[deviceKey] = _waiting.TryGetValue(deviceKey, out var known) ? known.Plus(errors) : errors;
    }

    /// <summary>Takes out all that waits to be stored.</summary>
    public IReadOnlyDictionary<int, TelemetryErrors> Take()
    {
        lock (_lock)
        {
            var taken = _waiting;
            if (taken.Count > 0) _waiting = [];
            return taken;
        }
    }

    /// <summary>Forgets a device that is gone.</summary>
    public void Forget(int deviceKey)
    {
        lock (_lock) _waiting.Remove(deviceKey);
    }
}

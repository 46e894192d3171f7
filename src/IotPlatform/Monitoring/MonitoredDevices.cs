using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Monitoring;

/// <summary>What evaluation needs to know of devices, remembered from the first time it was needed and kept true by the feed.</summary>
public sealed class MonitoredDevices(IDocumentStore store, DatabaseRetry retry)
{
    private const int MaxEntries = 200_000;
    private readonly ConcurrentDictionary<(string Customer, string DeviceId), Device> _devices = new();

    private long _changes;

    /// <summary>The device, or null when it is not registered (any more).</summary>
    public async ValueTask<Device?> FindAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        if (_devices.TryGetValue((customer, deviceId), out var known)) return known;
        var before = Volatile.Read(ref _changes);
        var device = await retry.UntilDoneAsync(() => FetchAsync(customer, deviceId, cancellation), cancellation);
        if (device is null || _devices.Count >= MaxEntries) return device;
        _devices[(customer, deviceId)] = device;
        // What was read before a change must not be remembered after it.
        if (before != Volatile.Read(ref _changes)) _devices.TryRemove((customer, deviceId), out _);
        return device;
    }

    private async Task<Device?> FetchAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession(customer);
        return await session.Events.FetchLatest<Device>(deviceId, cancellation);
    }

    /// <summary>Takes in what has just been committed; returns the ids of the devices whose evaluation starts afresh.</summary>
    public IReadOnlyList<string> Take(CommittedEvents committed)
    {
        List<string> restarted = [];
        foreach (var e in committed.Events)
        {
            if (!Device.EventTypes.Contains(e.Data.GetType())) continue;
            // Forgetting is enough, and right in any order of events; the next look-up folds the stream.
            Interlocked.Increment(ref _changes);
            _devices.TryRemove((committed.Customer, e.StreamKey!), out _);
            if (e.Data is DeviceActivated or DeviceDeactivated or DeviceDeleted) restarted.Add(e.StreamKey!);
        }
        return restarted;
    }
}

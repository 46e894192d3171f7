using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.Platform;
using JasperFx.Events;
using Marten;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>That a device's place in the scopes of rules may have changed.</summary>
/// <param name="IsAnew">Whether its evaluation starts afresh: it was registered, switched or deleted.</param>
public sealed record DeviceChange(WatchedDevice Device, bool IsAnew, Instant At);

/// <summary>
/// The devices of all customers who have rules, in memory: rules about silence must know of devices that never say anything. Loaded when a
/// customer's first rule comes, and kept true by the commit feed.
/// </summary>
public sealed class Roster(IDocumentStore store, DeviceRoll roll, Freshness freshness)
{
    private static readonly ConcurrentDictionary<string, WatchedDevice> Nobody = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, WatchedDevice>> _customers = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _loads = new();

    /// <summary>Loads a customer's devices, once; again where that failed.</summary>
    public async Task LoadAsync(string customer)
    {
        var load = _loads.GetOrAdd(customer, _ => new(() => ReadAsync(customer)));
        try
        {
            await load.Value;
        }
        catch
        {
            _loads.TryRemove(KeyValuePair.Create(customer, load));
            throw;
        }
    }

    /// <summary>The device, if its customer has rules and it was ever registered.</summary>
    public WatchedDevice? Find(string customer, string deviceId) =>
        _customers.TryGetValue(customer, out var devices) && devices.TryGetValue(deviceId, out var device) ? device : null;

    /// <summary>All devices of a customer.</summary>
    public IEnumerable<WatchedDevice> Of(string customer) => _customers.GetValueOrDefault(customer, Nobody).Values;

    /// <summary>All devices.</summary>
    public IEnumerable<WatchedDevice> All => _customers.Values.SelectMany(devices => devices.Values);

    /// <summary>Takes in what has just been committed; says which devices may have come under other rules.</summary>
    public async ValueTask<IReadOnlyList<DeviceChange>> TakeAsync(CommittedEvents committed)
    {
        if (!_customers.TryGetValue(committed.Customer, out var devices)) return [];
        List<DeviceChange> changes = [];
        foreach (var stream in committed.Events.Where(e => Device.EventTypes.Contains(e.EventType)).GroupBy(e => e.StreamKey!))
        {
            var device = devices.GetOrAdd(stream.Key, id => new WatchedDevice(committed.Customer, id));
            if (!device.TryFollow(stream.Select(e => (e.Version, e.Data)))) await ReadAsync(device);
            if (ChangeOf(device, stream) is { } change) changes.Add(change);
        }
        return changes;
    }

    private static DeviceChange? ChangeOf(WatchedDevice device, IEnumerable<IEvent> events)
    {
        DeviceChange? change = null;
        foreach (var e in events)
        {
            Instant? moved = e.Data switch
            {
                DeviceRegistered registered => registered.At,
                DeviceActivated activated => activated.At,
                DeviceDeactivated deactivated => deactivated.At,
                DeviceDeleted deleted => deleted.At,
                DeviceJoinedGroup joined => joined.At,
                DeviceLeftGroup left => left.At,
                DeviceProfiled profiled => profiled.At,
                DeviceUnprofiled unprofiled => unprofiled.At,
                _ => null,
            };
            if (moved is not { } at) continue;
            var isAnew = e.Data is DeviceRegistered or DeviceActivated or DeviceDeactivated or DeviceDeleted;
            change = new(device, isAnew || change is { IsAnew: true }, at);
        }
        return change;
    }

    // The feed may tell of changes while this runs: each device keeps the newer of what it is told.
    private async Task ReadAsync(string customer)
    {
        var devices = _customers.GetOrAdd(customer, _ => new());
        await freshness.CatchUpAsync(customer, CancellationToken.None);
        await foreach (var (facts, version) in roll.ReadAsync(customer, CancellationToken.None))
            devices.GetOrAdd(facts.DeviceId, id => new WatchedDevice(customer, id)).Know(facts, version);
    }

    private async Task ReadAsync(WatchedDevice device)
    {
        await using var session = store.QuerySession(device.Customer);
        var events = await session.Events.FetchStreamAsync(device.Id);
        if (events.Count > 0) device.Know(events.Aggregate((Device?)null, (state, e) => Device.Fold(state, e.Data)), events[^1].Version);
    }
}

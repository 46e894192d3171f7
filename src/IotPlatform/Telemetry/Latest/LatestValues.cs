using System.Collections.Concurrent;
using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// The newest value of every key of every device, in memory. The writer updates it before it acknowledges, so an acknowledged value
/// is there to be read; the store lags a few seconds behind and is brought up to date from the log after a restart.
/// </summary>
public sealed class LatestValues(
    LatestStore store, UsageCounters usage, TelemetryLog log, TelemetryOptions options) : ILastSeen, IDisposable
{
    private readonly ConcurrentDictionary<int, DeviceLatest> _devices = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly Lock _dirtyLock = new();
    private List<DeviceLatest> _dirty = [];
    private long _stored = -1;
    private long? _unsure;

    /// <summary>Devices held in memory.</summary>
    public int Count => _devices.Count;

    /// <summary>
    /// When a device last sent anything, as far as this process knows; the stored <c>last_seen</c> may know more of an idle device.
    /// </summary>
    public Instant? LastSeen(int deviceKey) => _devices.TryGetValue(deviceKey, out var device) ? device.LastSeen : null;

    /// <summary>The newest values of a device, by key.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, LatestValue>>> GetAsync(int deviceKey, CancellationToken cancellation)
    {
        var device = _devices.GetOrAdd(deviceKey, key => new DeviceLatest(key));
        if (!device.IsLoaded) await LoadAsync([device], cancellation);
        return device.Values();
    }

    /// <summary>Takes in committed records; called by the writer, in order.</summary>
    public void Apply(IReadOnlyList<TelemetryRecord> records)
    {
        for (var i = 0; i < records.Count; i++) Apply(records[i]);
        usage.Apply(records);
    }

    /// <summary>Brings memory up to the log's end; before the writer starts.</summary>
    public async Task RollForwardAsync(CancellationToken cancellation)
    {
        var checkpoint = await store.ReadCheckpointAsync(cancellation);
        usage.Begin(checkpoint);
        await log.AwaitWritersAsync(cancellation);
        await foreach (var record in log.ReadFromAsync(checkpoint, AnonymousDevices.Instance, cancellation)) Apply([record]);
        usage.Own(await store.FindOwnersAsync(usage.Unowned(), cancellation));
    }

    /// <summary>Stores what has changed, together with how far it is true; then forgets idle devices if there are too many.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await _flushing.WaitAsync(cancellation);
        try
        {
            await ResolveAsync(cancellation);
            // Taken before the devices are: of them the checkpoint may promise too little, never too much. The counts are exactly up to it.
            var counted = usage.Take();
            var dirty = TakeDirty();
            if (counted.Position != _stored || dirty.Count > 0) await FlushAsync(dirty, counted, cancellation);
            usage.Stored();
            _stored = counted.Position;
            EvictIdle();
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Forgets a deleted device, in memory and in the store.</summary>
    public async Task EraseAsync(int deviceKey, CancellationToken cancellation)
    {
        await _flushing.WaitAsync(cancellation);
        try
        {
            if (_devices.TryRemove(deviceKey, out var device)) device.TryEvict(evenIfDirty: true);
            await store.DeleteAsync(deviceKey, cancellation);
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _flushing.Dispose();

    private void Apply(TelemetryRecord record)
    {
        while (true)
        {
            var device = _devices.GetOrAdd(record.Device.Key, key => new DeviceLatest(key));
            if (!device.TryApply(record, out var becameDirty)) continue;
            if (becameDirty) AddDirty(device);
            return;
        }
    }

    private async Task LoadAsync(IReadOnlyList<DeviceLatest> devices, CancellationToken cancellation)
    {
        var stored = await store.LoadAsync([.. devices.Select(d => d.DeviceKey)], cancellation);
        foreach (var device in devices) device.Load(stored.GetValueOrDefault(device.DeviceKey, []));
    }

    private void AddDirty(DeviceLatest device)
    {
        lock (_dirtyLock) _dirty.Add(device);
    }

    private List<DeviceLatest> TakeDirty()
    {
        lock (_dirtyLock)
        {
            var taken = _dirty;
            _dirty = [];
            return taken;
        }
    }

    private async Task FlushAsync(List<DeviceLatest> dirty, CountedUsage counted, CancellationToken cancellation)
    {
        // In the order of keys, as everyone who locks several devices' rows does.
        var devices = dirty.Distinct().OrderBy(d => d.DeviceKey).Where(IsHeld).ToList();
        try
        {
            foreach (var chunk in devices.Where(d => !d.IsLoaded).Chunk(5_000)) await LoadAsync(chunk, cancellation);
            await store.SaveAsync([.. devices.Select(StoredDevice.Of)], counted.Counts, counted.Position, cancellation);
        }
        catch
        {
            foreach (var device in devices.Where(d => d.MarkDirty())) AddDirty(device);
            _unsure = counted.Position;
            throw;
        }
    }

    /// <summary>Finds out whether counts are stored whose commit had no answer.</summary>
    private async Task ResolveAsync(CancellationToken cancellation)
    {
        if (_unsure is not { } attempt) return;
        if (await store.AwaitCheckpointAsync(cancellation) < attempt) usage.Return();
        else usage.Stored();
        _unsure = null;
    }

    private bool IsHeld(DeviceLatest device) => _devices.TryGetValue(device.DeviceKey, out var held) && ReferenceEquals(held, device);

    private void EvictIdle()
    {
        var surplus = _devices.Count - options.LatestDevices;
        if (surplus <= 0) return;
        foreach (var device in _devices.Values.OrderBy(d => d.LastSeen ?? Instant.MinValue).Take(surplus))
            if (device.TryEvict()) _devices.TryRemove(new KeyValuePair<int, DeviceLatest>(device.DeviceKey, device));
    }
}

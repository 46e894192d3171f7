using NodaTime;

namespace IotPlatform.Connectivity;

/// <summary>What a group of log entries makes of one device's state: the newest connection decides whether it is connected.</summary>
internal sealed class DeviceStateFold
{
    public long Epoch { get; private set; }

    public bool IsConnected { get; private set; }

    public Instant? ConnectedAt { get; private set; }

    public Instant? DisconnectedAt { get; private set; }

    /// <summary>Folds entries, which have their epochs, by the device's key.</summary>
    public static SortedDictionary<int, DeviceStateFold> Of(IReadOnlyList<LogEntry> entries)
    {
        var states = new SortedDictionary<int, DeviceStateFold>();
        foreach (var entry in entries)
        {
            var key = entry.Connection.Start.Device.Key;
            if (!states.TryGetValue(key, out var state)) states[key] = state = new DeviceStateFold();
            state.Apply(entry);
        }

        return states;
    }

    private void Apply(LogEntry entry)
    {
        var epoch = entry.Connection.Epoch;
        if (entry.End is { } end && (DisconnectedAt is null || end.At > DisconnectedAt)) DisconnectedAt = end.At;
        if (entry.End is null) ConnectedAt = entry.At;
        // A late end of an older connection says nothing about the device.
        if (epoch < Epoch) return;
        (Epoch, IsConnected) = (epoch, entry.End is null);
    }
}

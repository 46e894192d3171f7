using IotPlatform.Devices;

namespace IotPlatform.Monitoring;

/// <summary>A device of a customer who has rules: what decides which of them are about it, and what they remember of it.</summary>
public sealed class WatchedDevice(string customer, string id)
{
    private readonly Lock _lock = new();
    private volatile Device? _facts;
    private long _version;

    /// <summary>Whose it is.</summary>
    public string Customer => customer;

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Where it is evaluated.</summary>
    public int Partition { get; } = Partitions.Of(customer, id);

    /// <summary>The device in short: name, whether it is active, profile and groups. Null while none of this id is registered.</summary>
    public Device? Facts => _facts;

    /// <summary>What rules remember of it, by their ids. Touched by the evaluation's one thread alone.</summary>
    public Dictionary<string, KnownState> States { get; } = [];

    /// <summary>Takes in what is known as of a version; what is older than what is known already is passed over.</summary>
    public void Know(Device? facts, long version)
    {
        lock (_lock)
        {
            if (version <= _version) return;
            (_facts, _version) = (Slim(facts), version);
        }
    }

    /// <summary>Takes in further events of its stream. False: some before them are missing, and the stream has to be read.</summary>
    public bool TryFollow(IEnumerable<(long Version, object Fact)> events)
    {
        lock (_lock)
        {
            foreach (var (version, fact) in events)
            {
                if (version <= _version) continue;
                if (version != _version + 1) return false;
                (_facts, _version) = (Slim(Device.Fold(_facts, fact)), version);
            }
            return true;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{customer}/{id}";

    // A hundred thousand of them are held in memory.
    private static Device? Slim(Device? device) =>
        device is null ? null : device with { Description = null, DeviceType = null, Metadata = default, Tags = [] };
}

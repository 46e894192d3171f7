namespace IotPlatform.Notifications;

/// <summary>
/// What is under way, by lane. A lane has a bound, and so has a customer: a receiver that never answers holds up itself alone.
/// </summary>
public sealed class Lanes
{
    /// <summary>The most that one channel has under way.</summary>
    public const int MaxOfLane = 16;

    /// <summary>The most that one customer has under way.</summary>
    public const int MaxOfCustomer = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<LaneKey, HashSet<string>> _underWay = [];
    private readonly Dictionary<string, int> _ofCustomer = [];

    /// <summary>Those of the lanes that have room, and for how many.</summary>
    public IReadOnlyList<LaneRoom> RoomIn(IEnumerable<LaneKey> lanes)
    {
        lock (_lock)
            return [.. lanes.Select(lane => new LaneRoom(lane, RoomIn(lane))).Where(lane => lane.Room > 0)];
    }

    /// <summary>All that is under way in some lanes.</summary>
    public string[] UnderWay(IEnumerable<LaneRoom> lanes)
    {
        lock (_lock)
            return [.. lanes.SelectMany(lane => _underWay.TryGetValue(lane.Lane, out var ids) ? ids : [])];
    }

    /// <summary>Takes a delivery under way; false when there is no room, or it is already.</summary>
    public bool TryBegin(LaneKey lane, string id)
    {
        lock (_lock)
        {
            if (RoomIn(lane) <= 0) return false;
            if (!_underWay.TryGetValue(lane, out var ids)) _underWay[lane] = ids = [];
            if (!ids.Add(id)) return false;
            _ofCustomer[lane.Customer] = _ofCustomer.GetValueOrDefault(lane.Customer) + 1;
            return true;
        }
    }

    /// <summary>It is under way no more.</summary>
    public void End(LaneKey lane, string id)
    {
        lock (_lock)
        {
            if (!_underWay.TryGetValue(lane, out var ids) || !ids.Remove(id)) return;
            if (ids.Count == 0) _underWay.Remove(lane);
            if (--_ofCustomer[lane.Customer] == 0) _ofCustomer.Remove(lane.Customer);
        }
    }

    private int RoomIn(LaneKey lane) => Math.Min(
        MaxOfLane - (_underWay.TryGetValue(lane, out var ids) ? ids.Count : 0),
        MaxOfCustomer - _ofCustomer.GetValueOrDefault(lane.Customer));
}

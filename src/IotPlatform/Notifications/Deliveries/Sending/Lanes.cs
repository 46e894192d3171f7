namespace IotPlatform.Notifications;

/// <summary>
/// What is under way, by lane. A lane has a bound, and so has a customer: a receiver that never answers holds up itself alone. What has
/// been sent and is still to be recorded takes no place from what is to be sent next, up to a bound of its own.
/// </summary>
public sealed class Lanes
{
    /// <summary>The most that is being sent to one channel.</summary>
    public const int MaxOfLane = 16;

    /// <summary>The most of one channel that is being sent or recorded: after a crash so much may be sent again.</summary>
    public const int MaxUnrecorded = 64;

    /// <summary>The most that is being sent for one customer, but for the first message of each channel.</summary>
    public const int MaxOfCustomer = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<LaneKey, HashSet<string>> _underWay = [];
    private readonly Dictionary<LaneKey, HashSet<string>> _sending = [];
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
            if (RoomIn(lane) <= 0 || !Add(_underWay, lane, id)) return false;
            Add(_sending, lane, id);
            _ofCustomer[lane.Customer] = _ofCustomer.GetValueOrDefault(lane.Customer) + 1;
            return true;
        }
    }

    /// <summary>It has been sent, and is still to be recorded.</summary>
    public void Sent(LaneKey lane, string id)
    {
        lock (_lock)
            if (Remove(_sending, lane, id) && --_ofCustomer[lane.Customer] == 0) _ofCustomer.Remove(lane.Customer);
    }

    /// <summary>It is under way no more; true when that made room in its lane.</summary>
    public bool End(LaneKey lane, string id)
    {
        lock (_lock)
        {
            var before = RoomIn(lane);
            Sent(lane, id);
            return Remove(_underWay, lane, id) && RoomIn(lane) > before;
        }
    }

    private int RoomIn(LaneKey lane)
    {
        var ofLane = Math.Min(MaxOfLane - Count(_sending, lane), MaxUnrecorded - Count(_underWay, lane));
        // However many of a customer's receivers never answer, one message to each of the others is on its way.
        var ofCustomer = Math.Max(MaxOfCustomer - _ofCustomer.GetValueOrDefault(lane.Customer), Count(_sending, lane) == 0 ? 1 : 0);
        return Math.Min(ofLane, ofCustomer);
    }

    private static int Count(Dictionary<LaneKey, HashSet<string>> lanes, LaneKey lane) =>
        lanes.TryGetValue(lane, out var ids) ? ids.Count : 0;

    private static bool Add(Dictionary<LaneKey, HashSet<string>> lanes, LaneKey lane, string id)
    {
        if (!lanes.TryGetValue(lane, out var ids)) lanes[lane] = ids = [];
        return ids.Add(id);
    }

    private static bool Remove(Dictionary<LaneKey, HashSet<string>> lanes, LaneKey lane, string id)
    {
        if (!lanes.TryGetValue(lane, out var ids) || !ids.Remove(id)) return false;
        if (ids.Count == 0) lanes.Remove(lane);
        return true;
    }
}

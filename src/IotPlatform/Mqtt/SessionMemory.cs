using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>What is kept of a device's MQTT session from one connection to the next, beside what the MQTT server keeps itself.</summary>
internal sealed class SessionMemory
{
    private readonly HashSet<ushort> _received = [];
    private readonly HashSet<string> _filters = [];

    private Instant? _expiresAt;
    private bool _isDiscarded;

    /// <summary>Whether the session is to be forgotten.</summary>
    public bool IsExpired(Instant now)
    {
        lock (_received) return _isDiscarded || _expiresAt <= now;
    }

    /// <summary>A connection holds the session.</summary>
    public void Hold()
    {
        lock (_received) _expiresAt = null;
    }

    /// <summary>The connection ended; the session is kept until then.</summary>
    public void ExpireAt(Instant at)
    {
        lock (_received) _expiresAt = at;
    }

    /// <summary>The session ends with its connection, if it has one, whatever the client asked for.</summary>
    public void Discard()
    {
        lock (_received) _isDiscarded = true;
    }

    /// <summary>Takes note of a QoS 2 message that is on disk and that the device has not completed yet.</summary>
    public void Receive(ushort packetId)
    {
        lock (_received) _received.Add(packetId);
    }

    /// <summary>Whether such a QoS 2 message is noted.</summary>
    public bool IsReceived(ushort packetId)
    {
        lock (_received) return _received.Contains(packetId);
    }

    /// <summary>The QoS 2 message is completed; false if there is none.</summary>
    public bool Release(ushort packetId)
    {
        lock (_received) return _received.Remove(packetId);
    }

    /// <summary>Takes note of a subscription; false if the session has too many.</summary>
    public bool Subscribe(string filter)
    {
        lock (_filters) return _filters.Contains(filter) || (_filters.Count < MqttLimits.Subscriptions && _filters.Add(filter));
    }

    /// <summary>The subscription is gone.</summary>
    public void Unsubscribe(string filter)
    {
        lock (_filters) _filters.Remove(filter);
    }
}

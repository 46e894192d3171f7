using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>What is kept of a device's MQTT session from one connection to the next.</summary>
internal sealed class SessionMemory
{
    private readonly HashSet<ushort> _received = [];
    private readonly Dictionary<string, Subscription> _subscriptions = [];

    private Instant? _expiresAt;
    private (Will Will, Instant DueAt)? _will;
    private bool _isDiscarded;

    /// <summary>The commands that the device has not acknowledged.</summary>
    public InFlight InFlight { get; } = new();

    /// <summary>Whether the device is subscribed to anything.</summary>
    public bool HasSubscriptions
    {
        get
        {
            lock (_subscriptions) return _subscriptions.Count > 0;
        }
    }

    /// <summary>Whether the session is to be forgotten.</summary>
    public bool IsExpired(Instant now)
    {
        lock (_received) return _isDiscarded || _expiresAt <= now;
    }

    /// <summary>A connection holds the session, so that no will is due.</summary>
    public void Hold()
    {
        lock (_received) (_expiresAt, _will) = (null, null);
    }

    /// <summary>The connection ended; the session is kept until then.</summary>
    public void ExpireAt(Instant at)
    {
        lock (_received) _expiresAt = at;
    }

    /// <summary>The will is to be published then, unless a connection holds the session before.</summary>
    public void PublishAt(Will will, Instant at)
    {
        lock (_received) _will = (will, at);
    }

    /// <summary>Takes out the will if it is due, at the end of the session at the latest.</summary>
    public Will? TakeWill(Instant now, bool isOver = false)
    {
        lock (_received)
        {
            if (_will is not var (will, dueAt) || (dueAt > now && !isOver)) return null;
            _will = null;
            return will;
        }
    }

    /// <summary>The device lost its right to speak: its will is not published.</summary>
    public void ForgetWill()
    {
        lock (_received) _will = null;
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

    /// <summary>Takes note of a subscription, in place of an older one to the same filter; false if the session has too many.</summary>
    public bool Subscribe(Subscription subscription)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.ContainsKey(subscription.Filter) && _subscriptions.Count >= MqttLimits.Subscriptions) return false;
            _subscriptions[subscription.Filter] = subscription;
            return true;
        }
    }

    /// <summary>The subscription is gone; false if there was none.</summary>
    public bool Unsubscribe(string filter)
    {
        lock (_subscriptions) return _subscriptions.Remove(filter);
    }

    /// <summary>The subscriptions whose filters match the topic name.</summary>
    public IReadOnlyList<Subscription> Match(string topic)
    {
        lock (_subscriptions) return [.. _subscriptions.Values.Where(subscription => Topic.Matches(subscription.Filter, topic))];
    }
}

using System.Collections.Concurrent;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// The devices connected to this node. A device has one connection: a second one takes over, and comes in only when the first is gone,
/// so that what the log and the MQTT server hear of a device is always in order.
/// </summary>
public sealed class MqttSessions
{
    private static readonly TimeSpan TakeOverTimeout = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, DeviceChannel> _live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SessionMemory> _memories = new(StringComparer.Ordinal);
    private long _drops;

    /// <summary>How many devices are connected or just logging in.</summary>
    public int Count => _live.Count;

    /// <summary>Changes whenever a device is dropped: a login that saw it change asks for the credentials once more.</summary>
    internal long Drops => Interlocked.Read(ref _drops);

    internal IEnumerable<DeviceChannel> Live => _live.Select(x => x.Value);

    /// <summary>Whether the device has a connection to this node.</summary>
    public bool IsConnected(string customer, string deviceId) => Find(SessionKey.Of(customer, deviceId)) is not null;

    /// <summary>
    /// Ends the device's connection, if it has one here; done when it is gone. With <paramref name="forget"/> its subscriptions and
    /// queued messages go too. A device that is logging in right now is asked for its credentials once more.
    /// </summary>
    public Task DropAsync(string customer, string deviceId, SessionEnd end, bool forget = false)
    {
        Interlocked.Increment(ref _drops);
        var key = SessionKey.Of(customer, deviceId);
        if (_memories.TryGetValue(key, out var memory))
        {
            memory.ForgetWill();
            if (forget) memory.Discard();
        }
        if (Find(key) is not { } channel) return Task.CompletedTask;
        channel.Close(end);
        return channel.Ended;
    }

    /// <summary>
    /// Ends the connections of all devices of a customer; nobody waits until they are gone. Subscriptions and queued messages stay.
    /// </summary>
    public void DropAll(string customer, SessionEnd end)
    {
        Interlocked.Increment(ref _drops);
        var prefix = SessionKey.PrefixOf(customer);
        foreach (var (key, memory) in _memories)
            if (key.StartsWith(prefix, StringComparison.Ordinal)) memory.ForgetWill();
        foreach (var (key, channel) in _live)
            if (key.StartsWith(prefix, StringComparison.Ordinal)) channel.Close(end);
    }

    /// <summary>A command may wait for the device; it is sent at once if the device is connected here.</summary>
    public void WakeCommands(string customer, string deviceId) => Find(SessionKey.Of(customer, deviceId))?.WakeCommands();

    internal DeviceChannel? Find(string key) => _live.GetValueOrDefault(key);

    /// <summary>Makes this the device's connection. False when a yet newer one has come, or the old one does not go.</summary>
    internal async Task<bool> EnterAsync(string key, DeviceChannel channel, CancellationToken cancellation)
    {
        while (!_live.TryAdd(key, channel))
        {
            if (Find(key) is not { } other) continue;
            if (other == channel) return true;
            if (other.Number > channel.Number) return false;
            other.Close(SessionEnd.TakenOver);
            var gone = await Task.WhenAny(other.Ended, Task.Delay(TakeOverTimeout, cancellation)).ConfigureAwait(false);
            if (gone != other.Ended) return false;
        }

        return true;
    }

    /// <summary>The connection is over.</summary>
    internal void Leave(string key, DeviceChannel channel) => _live.TryRemove(KeyValuePair.Create(key, channel));

    /// <summary>Deletes a session in the MQTT server; set by whoever runs it.</summary>
    internal Func<string, Task> DeleteAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>The memory of a session that goes on, or a new one; with it the will of the one that ends here.</summary>
    internal async Task<(SessionMemory Memory, Will? Will)> RecallAsync(string key, bool startClean, Instant now)
    {
        var known = _memories.GetValueOrDefault(key);
        if (known?.IsExpired(now) is true) await DeleteAsync(key).ConfigureAwait(false);
        else if (known is not null && !startClean)
        {
            known.Hold();
            return (known, null);
        }

        return (_memories[key] = new SessionMemory(), known?.TakeWill(now, isOver: true));
    }

    /// <summary>Keeps the memory of a session whose connection ended, for so many seconds; 0 forgets it.</summary>
    internal void Retain(string key, SessionMemory memory, uint seconds, Instant now)
    {
        if (seconds is 0) _memories.TryRemove(KeyValuePair.Create(key, memory));
        else memory.ExpireAt(now + Duration.FromSeconds(seconds));
    }

    /// <summary>Takes out the wills that are due.</summary>
    internal List<Will> TakeWills(Instant now)
    {
        var due = new List<Will>();
        foreach (var (_, memory) in _memories)
            if (memory.TakeWill(now) is { } will) due.Add(will);
        return due;
    }

    /// <summary>Forgets the sessions that have expired, and names them.</summary>
    internal List<string> Expire(Instant now)
    {
        var expired = new List<string>();
        foreach (var (key, memory) in _memories)
            if (memory.IsExpired(now) && !_live.ContainsKey(key) && _memories.TryRemove(KeyValuePair.Create(key, memory))) expired.Add(key);
        return expired;
    }
}

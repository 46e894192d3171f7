using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>
/// Slows guessing of devices' passwords, over MQTT and HTTP alike, per address and per user name. A right password is never held up by
/// wrong ones that others sent: only the answer to a failed login is delayed, longer from failure to failure, and whoever has too many
/// such answers outstanding is refused unheard. Memory is bounded: each table keeps the callers of the last two generations of
/// <c>Generation</c> entries.
/// </summary>
public sealed class LoginThrottle
{
    /// <summary>Characters of a user name: a customer's prefix, a dot, a device id.</summary>
    public const int UsernameChars = 320;

    /// <summary>No answer is held back longer.</summary>
    public static readonly Duration LongestDelay = Duration.FromSeconds(8);

    private const int Generation = 5_000, FreeFailures = 3, MaxPending = 8;
    private static readonly Duration FirstDelay = Duration.FromMilliseconds(250);
    private static readonly Duration HalfLife = Duration.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Table _addresses = new();
    private readonly Table _usernames = new();

    /// <summary>How many callers it remembers.</summary>
    public int Remembered
    {
        get
        {
            lock (_lock) return _addresses.Count + _usernames.Count;
        }
    }

    /// <summary>Whether a login is looked at at all.</summary>
    public bool Admits(IPAddress? address, string username)
    {
        lock (_lock)
        {
            var from = _addresses.Find(KeyOf(address));
            if (from is null) return true;
            return from.Pending < MaxPending && (_usernames.Find(username)?.Pending ?? 0) < MaxPending;
        }
    }

    /// <summary>Takes note of a failed login, and waits until it may be answered.</summary>
    public async Task HoldBackAsync(IPAddress? address, string username, Instant now, CancellationToken cancellation)
    {
        using var failure = Fail(address, username, now);
        if (failure.Delay > Duration.Zero) await Task.Delay(failure.Delay.ToTimeSpan(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes note of a failed login; its answer is to be held back until <see cref="Failure.Delay"/> is over.</summary>
    public Failure Fail(IPAddress? address, string username, Instant now)
    {
        lock (_lock)
        {
            var from = _addresses.FindOrAdd(KeyOf(address));
            var user = _usernames.FindOrAdd(username);
            var failures = Math.Max(from.Fail(now), user.Fail(now));
            from.Pending++;
            user.Pending++;
            return new Failure(DelayAfter(failures), () => Answered(from, user));
        }
    }

    private void Answered(Entry from, Entry user)
    {
        lock (_lock)
        {
            from.Pending--;
            user.Pending--;
        }
    }

    private static Duration DelayAfter(double failures)
    {
        if (failures <= FreeFailures) return Duration.Zero;
        var doubled = FirstDelay * Math.Pow(2, Math.Min(failures - FreeFailures - 1, 16));
        return Duration.Min(doubled, LongestDelay);
    }

    // The owner of an IPv6 network has 2^64 addresses and more: he is told by the network.
    private static string KeyOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>A failed login whose answer is held back; disposed of when it was answered.</summary>
    public sealed class Failure(Duration delay, Action answered) : IDisposable
    {
        /// <summary>How long the answer is held back.</summary>
        public Duration Delay { get; } = delay;

        /// <inheritdoc/>
        public void Dispose() => answered();
    }

    private sealed class Entry
    {
        private double _failures;
        private Instant _at;

        public int Pending { get; set; }

        public double Fail(Instant now)
        {
            var age = now > _at ? (now - _at) / HalfLife : 0;
            _failures = (_failures * Math.Pow(2, -Math.Min(age, 64))) + 1;
            _at = now;
            return _failures;
        }
    }

    private sealed class Table
    {
        private Dictionary<string, Entry> _young = [];
        private Dictionary<string, Entry> _old = [];

        public int Count => _young.Count + _old.Count;

        public Entry? Find(string key) => _young.GetValueOrDefault(key) ?? _old.GetValueOrDefault(key);

        public Entry FindOrAdd(string key)
        {
            if (_young.TryGetValue(key, out var entry)) return entry;
            entry = _old.GetValueOrDefault(key) ?? new Entry();
            if (_young.Count >= Generation) (_old, _young) = (_young, []);
            return _young[key] = entry;
        }
    }
}

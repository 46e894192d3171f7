using System.Collections.Concurrent;

namespace IotPlatform.Accounts;

/// <summary>
/// Keys that were seen, so that checking one costs no round trip. PostgreSQL announces every change of a key; while this
/// node cannot hear it, nothing is taken from the cache, so a revoked key stops working everywhere within a second.
/// </summary>
public sealed class ApiKeyCache
{
    private const int MaxEntries = 10_000;
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new();
    private readonly AccountStore _accounts;
    private readonly Announcements _announcements;
    private long _changes;

    public ApiKeyCache(AccountStore accounts, Announcements announcements)
    {
        (_accounts, _announcements) = (accounts, announcements);
        announcements.Subscribe(AccountStore.KeyChannel, Forget);
    }

    /// <summary>The key with these lookup characters, from the cache where that is safe.</summary>
    public async ValueTask<ApiKey?> FindAsync(string lookup, CancellationToken cancellation)
    {
        if (_announcements.AreHeard && _keys.TryGetValue(lookup, out var known)) return known;
        var before = Volatile.Read(ref _changes);
        var key = await _accounts.FindKeyAsync(lookup, cancellation);
        if (key is null || _keys.Count >= MaxEntries) return key;
        _keys[lookup] = key;
        // What was read before a change must not be remembered after it.
        if (before != Volatile.Read(ref _changes)) _keys.TryRemove(lookup, out _);
        return key;
    }

    private ValueTask Forget(string? lookup)
    {
        Interlocked.Increment(ref _changes);
        if (lookup is null) _keys.Clear();
        else _keys.TryRemove(lookup, out _);
        return ValueTask.CompletedTask;
    }
}

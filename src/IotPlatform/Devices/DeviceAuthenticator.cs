using System.Collections.Concurrent;
using IotPlatform.Accounts;
using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Devices;

/// <summary>Checks device credentials against a cache of their hashes, which the feed of committed events keeps true.</summary>
public sealed class DeviceAuthenticator : IDeviceAuthenticator
{
    private const int MaxEntries = 200_000;
    private readonly ConcurrentDictionary<(string Customer, string DeviceId), DeviceLogin> _logins = new();
    private readonly IDocumentStore _store;
    private readonly DeviceStates _states;
    private readonly CustomerDirectory _customers;
    private long _changes;

    public DeviceAuthenticator(IDocumentStore store, DeviceStates states, CustomerDirectory customers, CommitFeed feed)
    {
        _store = store;
        _states = states;
        _customers = customers;
        feed.Subscribe(Forget);
    }

    /// <inheritdoc/>
    public ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AuthenticateAsync(
        string username, string password, CancellationToken cancellation) =>
        AdmitAsync(username, login => MqttCredential.Matches(password, login.CredentialHash), cancellation);

    /// <inheritdoc/>
    public ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> IdentifyAsync(string username, CancellationToken cancellation) =>
        AdmitAsync(username, _ => true, cancellation);

    private async ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AdmitAsync(
        string username, Func<DeviceLogin, bool> isProved, CancellationToken cancellation)
    {
        if (!MqttCredential.TryParseUsername(username, out var customer, out var deviceId)) return (LoginOutcome.BadCredentials, null);
        var login = await FindAsync(customer, deviceId, cancellation);
        if (login is null || !isProved(login)) return (LoginOutcome.BadCredentials, null);
        if (!login.IsActive) return (LoginOutcome.Deactivated, null);
        if (await _customers.FindAsync(customer, cancellation) is { SuspendedAt: not null }) return (LoginOutcome.Suspended, null);
        return (LoginOutcome.Accepted, await _states.HandleAsync(customer, deviceId, cancellation));
    }

    /// <summary>
    /// What decides whether a registered device may send; null if there is none. It costs no round trip when it was asked before.
    /// </summary>
    public async ValueTask<DeviceLogin?> FindAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        if (_logins.TryGetValue((customer, deviceId), out var known)) return known;
        var before = Volatile.Read(ref _changes);
        await using var session = _store.QuerySession(customer);
        var login = await session.Events.AggregateStreamAsync<DeviceLogin>(deviceId, token: cancellation);
        if (login is null || _logins.Count >= MaxEntries) return login;
        _logins[(customer, deviceId)] = login;
        // What was read before a change must not be remembered after it.
        if (before != Volatile.Read(ref _changes)) _logins.TryRemove((customer, deviceId), out _);
        return login;
    }

    private void Forget(CommittedEvents committed)
    {
        foreach (var e in committed.Events)
        {
            if (!DeviceLogin.EventTypes.Contains(e.EventType)) continue;
            Interlocked.Increment(ref _changes);
            _logins.TryRemove((committed.Customer, e.StreamKey!), out _);
        }
    }
}

using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>What changes which rules are about which devices.</summary>
public sealed partial class Evaluation
{
    /// <summary>A rule was made, changed, switched or deleted.</summary>
    /// <param name="contacts">The customer's devices that were ever in contact, for a rule that begins.</param>
    public void Follow(RuleChange change, IReadOnlyDictionary<string, DeviceContact> contacts, Instant at)
    {
        foreach (var device in DevicesOf(change))
        {
            var whose = new RuleOnDevice(device, change.RuleId);
            if (change.IsAnew) Drop(whose);
            if (change.After is { } rule) Follow(rule, whose, contacts.GetValueOrDefault(device.Id), at);
        }
    }

    /// <summary>A device came, went, was switched, or changed groups or profile.</summary>
    public void Follow(DeviceChange change, DeviceContact? contact)
    {
        var device = change.Device;
        foreach (var ruleId in device.States.Keys.ToList())
        {
            var isAbout = device.Facts is { } now && rules.Find(device.Customer, ruleId) is { } rule && rule.Covers(now);
            if (change.IsAnew || !isAbout) Drop(new(device, ruleId));
            else Reschedule(new(device, ruleId));
        }
        // An activated device could not have a session before: its silence counts from now.
        WatchSilent(device, change.IsAnew && contact?.DisconnectedAt < change.At ? contact with { DisconnectedAt = change.At } : contact, change.At);
    }

    /// <summary>A profile asks for another reporting interval.</summary>
    public void Follow(string customer, IReadOnlyCollection<string> profileIds)
    {
        foreach (var device in roster.Of(customer))
            if (device.Facts?.ProfileId is { } profile && profileIds.Contains(profile))
                foreach (var ruleId in device.States.Keys) Reschedule(new(device, ruleId));
    }

    /// <summary>Takes back what was stored: true if the rule is still about the device as it was then.</summary>
    public bool Restore(StoredState stored)
    {
        if (roster.Find(stored.Customer, stored.DeviceId) is not { Facts: { } facts } device) return false;
        if (rules.Find(stored.Customer, stored.RuleId) is not { } rule || rule.Life != stored.Known.Life || !rule.Covers(facts))
            return false;
        device.States[stored.RuleId] = stored.Known;
        Reschedule(new(device, stored.RuleId));
        return true;
    }

    /// <summary>Begins to watch what should be watched and is not: what a crash took between a change and the next storing.</summary>
    public void WatchSilent(string customer, IReadOnlyDictionary<string, DeviceContact> contacts, Instant at)
    {
        foreach (var device in roster.Of(customer)) WatchSilent(device, contacts.GetValueOrDefault(device.Id), at);
    }

    /// <summary>The platform was not there for a while.</summary>
    public void Follow(PlatformResumed resumed)
    {
        foreach (var device in roster.All)
            foreach (var ruleId in device.States.Keys.ToList())
                if (Find(new(device, ruleId)) is ({ } rule, { } facts, { } known)) Resume(rule, device, facts, known, resumed);
    }

    // A rule's scope never changes, and one about a single device has nothing to look for in a large fleet.
    private IEnumerable<WatchedDevice> DevicesOf(RuleChange change)
    {
        if ((change.After ?? change.Before)?.Source is not { ScopeType: RuleScope.Device, ScopeDeviceId: { } id })
            return roster.Of(change.Customer);
        return roster.Find(change.Customer, id) is { } device ? [device] : [];
    }

    // Without the deadlines that lie in the outage, which the engine moves.
    private void Resume(ActiveRule active, WatchedDevice device, Device facts, KnownState known, PlatformResumed resumed)
    {
        var rule = active.For(intervals.Of(device.Customer, facts));
        var step = Engine.Step(rule, known.State, resumed, resumed.At);
        var whose = new RuleOnDevice(device, active.Id);
        states.Put(whose, known with { State = step.State });
        deadlines.Set(whose, step.Deadline);
    }

    private void Follow(ActiveRule rule, RuleOnDevice whose, DeviceContact? contact, Instant at)
    {
        if (whose.Device.Facts is not { } facts || !rule.Covers(facts)) return;
        if (RuleStates.Find(whose.Device, rule) is not null) Reschedule(whose);
        else if (rule.Condition.WatchesSilence) Watch(rule, whose.Device, contact, at);
    }

    private void WatchSilent(WatchedDevice device, DeviceContact? contact, Instant at)
    {
        if (device.Facts is not { IsActive: true } facts) return;
        _matching.Clear();
        rules.CollectSilent(device.Customer, facts, _matching);
        foreach (var rule in _matching) Watch(rule, device, contact, at);
    }

    private void Watch(ActiveRule rule, WatchedDevice device, DeviceContact? contact, Instant at)
    {
        if (device.Facts is not { } facts || RuleStates.Find(device, rule) is not null) return;
        var session = contact?.Epoch is { } epoch
            ? new LastSession(epoch, contact.IsConnected ? null : contact.DisconnectedAt ?? at)
            : null;
        Advance(rule, device, facts, Begin(rule, device, at), new WatchBegan(at, session, contact is not null), at, Position.Nowhere);
    }

    private void Drop(RuleOnDevice whose)
    {
        deadlines.Set(whose, null);
        states.Drop(whose);
    }

    private void Reschedule(RuleOnDevice whose)
    {
        if (Find(whose) is ({ } rule, { } facts, { } known))
            deadlines.Set(whose, Engine.Deadline(rule.For(intervals.Of(whose.Device.Customer, facts)), known.State));
    }
}

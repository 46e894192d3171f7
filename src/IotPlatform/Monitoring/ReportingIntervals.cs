using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using Marten;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>How often the devices of each profile should report, in memory, kept true by the commit feed.</summary>
public sealed class ReportingIntervals(IDocumentStore store)
{
    private readonly ConcurrentDictionary<(string Customer, string ProfileId), (long Version, Duration? Interval)> _profiles = new();

    /// <summary>The interval that the device's profile asks for, if it has one that does.</summary>
    public Duration? Of(string customer, Device device) =>
        device.ProfileId is { } profile && _profiles.TryGetValue((customer, profile), out var known) ? known.Interval : null;

    /// <summary>Takes in a customer's profiles; their read model must be up to date.</summary>
    public async Task LoadAsync(string customer, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(customer);
        foreach (var profile in await session.Query<Profile>().ToListAsync(cancellation))
            _profiles.TryAdd((customer, profile.Id), (0, IntervalOf(profile.ReportingIntervalSeconds)));
    }

    /// <summary>Takes in what has just been committed; says which profiles it was about.</summary>
    public IReadOnlyList<string> Take(CommittedEvents committed)
    {
        List<string> changed = [];
        foreach (var e in committed.Events)
        {
            int? seconds;
            if (e.Data is ProfileCreated created) seconds = created.ReportingIntervalSeconds;
            else if (e.Data is ProfileRevised revised) seconds = revised.ReportingIntervalSeconds;
            else continue;
            var told = (e.Version, IntervalOf(seconds));
            _profiles.AddOrUpdate((committed.Customer, e.StreamKey!), told, (_, known) => known.Version < told.Version ? told : known);
            changed.Add(e.StreamKey!);
        }
        return changed;
    }

    private static Duration? IntervalOf(int? seconds) => seconds is { } known ? Duration.FromSeconds(known) : null;
}

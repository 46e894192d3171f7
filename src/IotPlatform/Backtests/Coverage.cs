using IotPlatform.Devices;
using IotPlatform.Profiles;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>From a moment on: whether the rule is about a device, and how often that should report.</summary>
/// <param name="IsCovered">Whether the device was there, active and in the rule's scope.</param>
/// <param name="IsGone">Whether it was deactivated: then its alarms are resolved. Out of scope they stay.</param>
/// <param name="ReportingInterval">What its profile said; null where nobody did.</param>
public sealed record Coverage(Instant At, bool IsCovered, bool IsGone, Duration? ReportingInterval)
{
    /// <summary>
    /// The changes that the device's events, and those of its profiles, made in its present life; each differs from the one before.
    /// </summary>
    public static IReadOnlyList<Coverage> Of(
        IEnumerable<object> events, Func<Device, bool> isInScope, IReadOnlyDictionary<string, IReadOnlyList<ProfileInterval>> intervals)
    {
        var lives = LifeOf(events);
        var times = lives.Select(device => device.UpdatedAt)
            .Concat(intervals.Values.SelectMany(profile => profile.Select(change => change.At)));
        var changes = new List<Coverage>();
        var next = 0;
        foreach (var at in times.Distinct().Order())
        {
            while (next < lives.Count && lives[next].UpdatedAt <= at) next++;
            if (next > 0) Add(changes, AsOf(at, lives[next - 1], isInScope, intervals));
        }
        return changes;
    }

    private static List<Device> LifeOf(IEnumerable<object> events)
    {
        var life = new List<Device>();
        Device? device = null;
        foreach (var fact in events)
        {
            if (fact is DeviceRegistered) life.Clear();
            device = Device.Fold(device, fact);
            if (device is not null) life.Add(device);
        }
        return device is null ? [] : life;
    }

    private static Coverage AsOf(
        Instant at, Device device, Func<Device, bool> isInScope, IReadOnlyDictionary<string, IReadOnlyList<ProfileInterval>> intervals)
    {
        var profile = device.ProfileId is { } id ? intervals.GetValueOrDefault(id) : null;
        return new(at, device.IsActive && isInScope(device), !device.IsActive, profile?.LastOrDefault(change => change.At <= at)?.Interval);
    }

    private static void Add(List<Coverage> changes, Coverage change)
    {
        if (changes.Count == 0 || changes[^1] with { At = change.At } != change) changes.Add(change);
    }
}

/// <summary>From a moment on, how often devices of a profile should report; null: nobody says.</summary>
public sealed record ProfileInterval(Instant At, Duration? Interval)
{
    /// <summary>What a profile's events said, oldest first.</summary>
    public static IReadOnlyList<ProfileInterval> Of(IEnumerable<object> events)
    {
        var intervals = new List<ProfileInterval>();
        Profile? profile = null;
        foreach (var fact in events)
        {
            profile = Profile.Fold(profile, fact);
            if (profile is not null)
                intervals.Add(new(profile.UpdatedAt, profile.ReportingIntervalSeconds is { } known ? Duration.FromSeconds(known) : null));
        }
        return intervals;
    }
}

using NodaTime;

namespace IotPlatform.Devices;

/// <summary>The events that change where a device belongs: to groups, and to at most one profile.</summary>
public static class DeviceMembership
{
    /// <summary>
    /// What happens when <paramref name="profileId"/> is applied, or, for null, taken off; nothing when that is so already.
    /// </summary>
    public static IEnumerable<object> ApplyProfile(Device device, string? profileId, Instant now)
    {
        if (profileId == device.ProfileId) yield break;
        if (device.ProfileId is { } former) yield return new DeviceUnprofiled(device.DeviceId, former, now);
        if (profileId is not null) yield return new DeviceProfiled(device.DeviceId, profileId, now);
    }

    /// <summary>What happens before the device's end: whoever counts members sees it leave.</summary>
    public static IEnumerable<object> LeaveAll(Device device, Instant now) =>
        [.. device.GroupIds.Select(group => new DeviceLeftGroup(device.DeviceId, group, now)), .. ApplyProfile(device, null, now)];
}

using IotPlatform.Devices;
using IotPlatform.RuleEngine;

namespace IotPlatform.Notifications;

/// <summary>Which alarms are silenced: those that fit every list that is not empty; at least one list is not.</summary>
/// <param name="GroupIds">The device is in any of these groups.</param>
/// <param name="Tags">The device has any of these tags.</param>
public sealed record SilenceMatchers(
    IReadOnlyList<Severity> Severities, IReadOnlyList<string> RuleIds, IReadOnlyList<string> DeviceIds, IReadOnlyList<string> GroupIds,
    IReadOnlyList<string> Tags)
{
    /// <summary>Whether the silence is about an alarm of this severity and rule on the device as it is.</summary>
    public bool Match(Severity severity, string ruleId, Device device) =>
        Fits(Severities, severity) && Fits(RuleIds, ruleId) && Fits(DeviceIds, device.DeviceId) && FitsAny(GroupIds, device.GroupIds)
        && FitsAny(Tags, device.Tags);

    private static bool Fits<T>(IReadOnlyList<T> wanted, T there) => wanted.Count == 0 || wanted.Contains(there);

    private static bool FitsAny(IReadOnlyList<string> wanted, IReadOnlyList<string> there) =>
        wanted.Count == 0 || there.Any(wanted.Contains);
}

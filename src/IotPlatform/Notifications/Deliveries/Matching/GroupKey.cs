namespace IotPlatform.Notifications;

/// <summary>Finds the group whose message an alarm goes into. Pure.</summary>
public static class GroupKey
{
    /// <summary>The id of the device, rule, group or profile; empty for a device that has none.</summary>
    public static string Of(NotificationPolicy policy, Occasion occasion) => policy.GroupBy switch
    {
        PolicyGrouping.Device => occasion.Device.DeviceId,
        PolicyGrouping.Rule => occasion.RuleId,
        // A device may be in many groups: of those that the policy is about, the first.
        PolicyGrouping.Group =>
            occasion.Device.GroupIds.Where(id => policy.ScopeIds?.Contains(id) is not false)
                .Concat(occasion.Device.GroupIds).FirstOrDefault(""),
        PolicyGrouping.Profile => occasion.Device.ProfileId ?? "",
        _ => "",
    };
}

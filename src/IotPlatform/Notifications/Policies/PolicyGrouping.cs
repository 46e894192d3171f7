namespace IotPlatform.Notifications;

/// <summary>What the alarms of one message have in common.</summary>
public enum PolicyGrouping
{
    Device,
    Rule,
    Group,
    Profile,
}

using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>
/// There while a rule that marks devices as unhealthy fires on one, written in the very transaction of the firing. Its key is made of rule
/// and device, so there is one for both at most.
/// </summary>
/// <param name="Since">When the condition was met, in the device's time.</param>
public sealed record UnhealthyMark(string Id, string RuleId, string RuleName, string DeviceId, Instant Since) : IResource<UnhealthyMark>
{
    /// <summary>The action that makes marks, as events and the API name it.</summary>
    public static readonly string Action = Words.Of(RuleActions.MarkUnhealthy);

    public static string Kind => "mark";
    public static string Path => Alarm.Path;
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(RuleFired), typeof(RuleCleared)];

    /// <summary>
    /// The key of the stream of a rule's firings on a device. No device's id, nor any other resource's, holds this character.
    /// </summary>
    public static string KeyOf(string ruleId, string deviceId) => $"{ruleId}@{deviceId}";

    /// <inheritdoc/>
    public static UnhealthyMark? Fold(UnhealthyMark? state, object fact) => fact switch
    {
        RuleFired e when e.Actions.Contains(Action) => new(e.Id, e.RuleId, e.RuleName, e.DeviceId, state?.Since ?? e.TriggeredAt),
        RuleFired or RuleCleared => null,
        _ => state,
    };
}

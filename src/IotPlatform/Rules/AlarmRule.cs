using System.Text.Json.Serialization;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>What to watch for, on which devices, and what to do then.</summary>
public sealed record AlarmRule : IResource<AlarmRule>
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required string RuleType { get; init; }
    public required string ScopeType { get; init; }
    public string? ScopeDeviceId { get; init; }
    public string? ScopeGroupId { get; init; }
    public string? ScopeProfileId { get; init; }

    /// <summary>Character for character as it was sent.</summary>
    public RawJson Config { get; init; }

    public Severity Severity { get; init; }
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>After a trigger no further one for so long, for each device.</summary>
    public int CooldownSeconds { get; init; }

    public bool IsEnabled { get; init; }
    public bool AutoResolve { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "rule";

    [JsonIgnore]
    public static string Path => "/v1/iot/rules";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } =
        [typeof(RuleCreated), typeof(RuleRevised), typeof(RuleEnabled), typeof(RuleDisabled), typeof(RuleDeleted)];

    /// <inheritdoc/>
    public static AlarmRule? Fold(AlarmRule? state, object fact) => fact switch
    {
        RuleCreated e => Begin(e),
        RuleRevised e => state! with
        {
            Name = e.Name,
            Description = e.Description,
            Config = e.Config,
            Severity = e.Severity,
            Actions = e.Actions,
            CooldownSeconds = e.CooldownSeconds,
            AutoResolve = e.AutoResolve,
            UpdatedAt = e.At,
        },
        RuleEnabled e => state! with { IsEnabled = true, UpdatedAt = e.At },
        RuleDisabled e => state! with { IsEnabled = false, UpdatedAt = e.At },
        RuleDeleted => null,
        _ => state,
    };

    /// <summary>Whether the device, as it is, is in the rule's scope.</summary>
    public bool Covers(Device device) => ScopeType switch
    {
        RuleScope.Device => ScopeDeviceId == device.DeviceId,
        RuleScope.Group => device.GroupIds.Contains(ScopeGroupId!),
        RuleScope.Profile => ScopeProfileId == device.ProfileId,
        _ => true,
    };

    private static AlarmRule Begin(RuleCreated e) => new()
    {
        Id = e.Id,
        Name = e.Name,
        Description = e.Description,
        RuleType = e.RuleType,
        ScopeType = e.Scope.Type,
        ScopeDeviceId = e.Scope.DeviceId,
        ScopeGroupId = e.Scope.GroupId,
        ScopeProfileId = e.Scope.ProfileId,
        Config = e.Config,
        Severity = e.Severity,
        Actions = e.Actions,
        CooldownSeconds = e.CooldownSeconds,
        IsEnabled = e.IsEnabled,
        AutoResolve = e.AutoResolve,
        CreatedAt = e.At,
        UpdatedAt = e.At,
    };
}

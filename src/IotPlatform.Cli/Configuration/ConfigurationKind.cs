using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>A kind of resource that is kept in files.</summary>
/// <param name="Name">As documents name it: "rule".</param>
/// <param name="Path">Of its list in the API.</param>
/// <param name="List">The member of the list's answer that holds the resources; also the verb.</param>
/// <param name="Members">What a client may set, in the order in which it is written.</param>
public sealed record ConfigurationKind(string Name, string Path, string List, IReadOnlyList<Member> Members)
{
    /// <summary>The member of a document that says of which kind it is.</summary>
    public const string KindMember = "kind";

    /// <summary>Where a draft is tried that is not written; null where the API tries none.</summary>
    public string? TrialPath { get; init; }

    /// <summary>Alarm rules.</summary>
    public static ConfigurationKind Rules { get; } = new("rule", "rules", "rules",
    [
        new("name") { IsRequired = true },
        new("description"),
        new("rule_type") { IsRequired = true, IsForLife = true },
        ScopeType,
        new("scope_device_id") { IsForLife = true, Refers = _ => "device" },
        new("scope_group_id") { IsForLife = true, Refers = _ => "group" },
        new("scope_profile_id") { IsForLife = true, Refers = _ => "profile" },
        new("config") { IsRequired = true },
        new("severity") { IsAlwaysShown = true, Default = _ => "warning" },
        new("actions") { IsSet = true, IsAlwaysShown = true, Default = _ => new JsonArray("create_alarm") },
        new("cooldown_seconds") { IsAlwaysShown = true, Default = _ => Number(0) },
        new("auto_resolve") { IsAlwaysShown = true, Default = _ => false },
        IsEnabled,
    ])
    {
        TrialPath = "rules/backtest",
    };

    /// <summary>Notification policies.</summary>
    public static ConfigurationKind Policies { get; } = new("policy", "notifications/policies", "policies",
    [
        new("name") { IsRequired = true },
        new("description"),
        new("rule_ids") { IsForLife = true, IsSet = true, Refers = _ => "rule" },
        ScopeType,
        new("scope_ids") { IsForLife = true, IsSet = true, Refers = ScopeKind },
        new("severity_filter") { IsSet = true, IsAlwaysShown = true, Default = _ => new JsonArray("critical", "warning", "info") },
        new("event_types") { IsSet = true, IsAlwaysShown = true, Default = _ => new JsonArray("triggered", "resolved") },
        new("channel_ids") { IsRequired = true, IsSet = true, Refers = _ => "channel" },
        new("cooldown_seconds") { IsAlwaysShown = true, Default = _ => Number(0) },
        new("group_by"),
        new("group_wait_seconds") { Default = policy => Number(policy["group_by"] is null ? 0 : 30) },
        new("group_interval_seconds") { Default = policy => Number(policy["group_by"] is null ? 0 : 300) },
        new("repeat_interval_seconds"),
        new("escalate_after_seconds"),
        new("escalation_channel_ids") { IsSet = true, Default = _ => new JsonArray(), Refers = _ => "channel" },
        IsEnabled,
    ]);

    private static Member ScopeType => new("scope_type") { IsForLife = true, IsAlwaysShown = true, Default = _ => "fleet" };

    private static Member IsEnabled => new("is_enabled") { IsAlwaysShown = true, Default = _ => true };

    private static string? ScopeKind(JsonObject policy) =>
        policy["scope_type"] is JsonValue type && type.TryGetValue<string>(out var kind) && kind is not "fleet" ? kind : null;

    // Of the same make as those that are read, so that both compare.
    private static JsonNode Number(int value) => JsonNode.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture))!;
}

using System.Text.Json.Serialization;

namespace IotPlatform.Rules;

/// <summary>Which devices a rule is about. The ids are those of the resource of that kind; the others are null.</summary>
public sealed record RuleScope(string Type, string? DeviceId, string? GroupId, string? ProfileId)
{
    public const string Fleet = "fleet";
    public const string Group = "group";
    public const string Profile = "profile";
    public const string Device = "device";

    /// <summary>All that a scope's type may be.</summary>
    public static IReadOnlyList<string> Types { get; } = [Fleet, Group, Profile, Device];

    /// <summary>All active devices.</summary>
    [JsonIgnore]
    public bool IsFleet => Type == Fleet;
}

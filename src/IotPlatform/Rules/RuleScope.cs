using System.Text.Json;
using IotPlatform.Platform;

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

    /// <summary>Reads the scope of a new rule; <paramref name="config"/> may hold the id.</summary>
    public static RuleScope Read(Body body, JsonElement config)
    {
        var type = body.IsNull("scope_type") ? Fleet : body.Choice("scope_type", Types).Or(Fleet);
        return new(type, ReadId(body, type, Device, config), ReadId(body, type, Group, config), ReadId(body, type, Profile, config));
    }

    // Clients that know no scope_*_id put the id into the config.
    private static string? ReadId(Body body, string type, string kind, JsonElement config)
    {
        var member = $"scope_{kind}_id";
        var id = body.OptionalText(member, 128).Value;
        if (type != kind)
        {
            if (id is not null) body.AddFault(member, $"must be absent unless scope_type is {kind}");
            return null;
        }
        id ??= IdIn(config, $"{kind}_id");
        if (id is null) body.AddFault(member, $"is required when scope_type is {kind}");
        return id;
    }

    private static string? IdIn(JsonElement config, string name) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(name, out var id) && JsonText.TryGetString(id, out var text) ? text : null;
}

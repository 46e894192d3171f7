using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Configuration;

/// <summary>A resource as a file holds it: what a client may set, with names where the API has ids.</summary>
/// <param name="Place">Where in the file it stands, for messages.</param>
public sealed record Document(JsonObject Members, string Place)
{
    /// <summary>How it is called; empty where it does not say.</summary>
    public string Name => Members["name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : "";

    /// <summary>Of which kind it is, where it says so.</summary>
    public string? Kind => Members[ConfigurationKind.KindMember]?.ToString();

    /// <summary>The resource that it is about, where it says so.</summary>
    public string? Id => Members["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

    /// <summary>All members of a resource that the API answered, with names for ids.</summary>
    public static JsonObject Of(JsonNode resource, ConfigurationKind kind, Books books) =>
        Complete(resource.AsObject(), kind, (_, target, ids) => books.NamesOf(target, ids));

    /// <summary>All members, those that are not named with what they are by themselves.</summary>
    /// <param name="refer">What stands for a reference; takes the member, the kind that it names and its value.</param>
    public static JsonObject Complete(JsonObject said, ConfigurationKind kind, Func<string, string, JsonNode, JsonNode> refer)
    {
        var all = new JsonObject();
        foreach (var member in kind.Members)
        {
            var value = said[member.Name] ?? member.Default(said);
            var target = member.Refers(said);
            all[member.Name] = value is null || target is null ? value?.DeepClone() : refer(member.Name, target, value);
        }
        return all;
    }

    /// <summary>What is written of a complete document.</summary>
    /// <param name="id">Where its name alone would not find it again.</param>
    public static JsonObject Shown(JsonObject complete, ConfigurationKind kind, string? id)
    {
        var shown = new JsonObject { [ConfigurationKind.KindMember] = kind.Name };
        if (id is not null) shown["id"] = id;
        foreach (var member in kind.Members)
        {
            var value = complete[member.Name];
            if (member.IsRequired || member.IsAlwaysShown || !Json.AreEqual(value, member.Default(complete)))
                shown[member.Name] = value?.DeepClone();
        }
        return shown;
    }

    /// <summary>A platform's resources of a kind as documents, by name; the same resources are always the same documents.</summary>
    public static IReadOnlyList<JsonObject> All(IReadOnlyList<JsonNode> resources, ConfigurationKind kind, Books books)
    {
        var ambiguous = resources.CountBy(NameOf).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet();
        return
        [
            .. resources.OrderBy(NameOf, StringComparer.Ordinal).ThenBy(IdOf, StringComparer.Ordinal)
                .Select(resource => Shown(Of(resource, kind, books), kind, ambiguous.Contains(NameOf(resource)) ? IdOf(resource) : null)),
        ];
    }

    internal static string NameOf(JsonNode resource) => resource["name"]!.GetValue<string>();

    internal static string IdOf(JsonNode resource) => resource["id"]!.GetValue<string>();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Configuration;

/// <summary>The name books of all kinds that documents refer to.</summary>
public sealed record Books(IReadOnlyDictionary<string, NameBook> Of)
{
    /// <summary>The names for ids, of one or of a list.</summary>
    public JsonNode NamesOf(string kind, JsonNode ids) => Each(ids, id => Of.TryGetValue(kind, out var book) ? book.NameOf(id) : id);

    /// <summary>The ids for names, of one or of a list; what is wrong with one goes to <paramref name="fault"/>.</summary>
    public JsonNode IdsOf(string kind, JsonNode names, Action<string> fault) => Each(names, name =>
    {
        if (!Of.TryGetValue(kind, out var book)) return name;
        var (id, wrong) = book.Find(name);
        if (wrong is not null) fault(wrong);
        return id ?? name;
    });

    private static JsonNode Each(JsonNode value, Func<string, string> refer) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Each(item, refer))]),
        JsonValue text when text.GetValueKind() is JsonValueKind.String => JsonValue.Create(refer(text.GetValue<string>())),
        _ => value.DeepClone(),
    };
}

using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Configuration;

/// <summary>A member in which the platform and the file differ.</summary>
/// <param name="Path">Such as <c>config.value</c>.</param>
/// <param name="From">What the platform has; null: nothing.</param>
/// <param name="To">What the file has; null: nothing.</param>
public sealed record Difference(string Path, JsonNode? From, JsonNode? To)
{
    /// <summary><c>+</c>, <c>-</c> or <c>~</c>.</summary>
    public char Sign => From is null ? '+' : To is null ? '-' : '~';

    /// <summary>All differences of two complete documents, in the order of their members.</summary>
    public static IReadOnlyList<Difference> Between(JsonObject from, JsonObject to, ConfigurationKind kind) =>
    [
        .. kind.Members.SelectMany(member => member.IsSet
            ? OfSets(member.Name, from[member.Name] as JsonArray, to[member.Name] as JsonArray)
            : OfValues(member.Name, from[member.Name], to[member.Name])),
    ];

    /// <summary>On one line.</summary>
    public override string ToString() => Sign switch
    {
        '+' => $"+ {Path}: {Json.Text(To)}",
        '-' => $"- {Path}: {Json.Text(From)}",
        _ => $"~ {Path}: {Json.Text(From)} -> {Json.Text(To)}",
    };

    private static IEnumerable<Difference> OfValues(string path, JsonNode? from, JsonNode? to) => (from, to) switch
    {
        _ when Json.AreEqual(from, to) => [],
        (JsonObject one, JsonObject other) => one.Concat(other).Select(member => member.Key).Distinct()
            .SelectMany(name => OfValues($"{path}.{name}", one[name], other[name])).DefaultIfEmpty(new(path, from, to)),
        _ => [new(path, from, to)],
    };

    private static IEnumerable<Difference> OfSets(string path, JsonArray? from, JsonArray? to) =>
    [
        .. (from ?? []).Where(item => !Holds(to, item)).Select(item => new Difference(path, item, null)),
        .. (to ?? []).Where(item => !Holds(from, item)).Select(item => new Difference(path, null, item)),
    ];

    private static bool Holds(JsonArray? items, JsonNode? item) => items?.Any(other => Json.AreEqual(item, other)) ?? false;
}

using System.Text.Json.Nodes;

namespace IotPlatform.Projections;

/// <summary>Where two versions of a document differ.</summary>
/// <param name="Path">A JSON path: <c>$.tags[0]</c>.</param>
/// <param name="Shown">What the platform shows there, as JSON; null: nothing.</param>
/// <param name="Replayed">What the events say.</param>
public sealed record MemberDifference(string Path, string? Shown, string? Replayed)
{
    /// <summary>All places at which two documents differ; one that is missing is null.</summary>
    public static IEnumerable<MemberDifference> Between(JsonNode? shown, JsonNode? replayed) => Between("$", shown, replayed);

    private static IEnumerable<MemberDifference> Between(string path, JsonNode? shown, JsonNode? replayed) => (shown, replayed) switch
    {
        (JsonObject one, JsonObject other) => one.Select(member => member.Key).Union(other.Select(member => member.Key))
            .SelectMany(name => Between(path, name, one, other)),
        (JsonArray one, JsonArray other) when one.Count == other.Count =>
            Enumerable.Range(0, one.Count).SelectMany(place => Between($"{path}[{place}]", one[place], other[place])),
        _ when Text(shown) == Text(replayed) => [],
        _ => [new(path, Text(shown), Text(replayed))],
    };

    private static IEnumerable<MemberDifference> Between(string path, string name, JsonObject shown, JsonObject replayed)
    {
        var place = name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? $"{path}.{name}" : $"{path}['{name}']";
        if (shown.ContainsKey(name) && replayed.ContainsKey(name)) return Between(place, shown[name], replayed[name]);
        return [new(place, shown.ContainsKey(name) ? Text(shown[name]) : null, replayed.ContainsKey(name) ? Text(replayed[name]) : null)];
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}

/// <summary>A document that is not what its events say.</summary>
/// <param name="Document">Of which kind it is.</param>
/// <param name="Members">Where it differs; <c>$</c> is the whole document.</param>
public sealed record DocumentDifference(string Document, string Customer, string Id, IReadOnlyList<MemberDifference> Members);

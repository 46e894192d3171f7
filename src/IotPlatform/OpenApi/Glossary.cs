using System.Text.Json.Nodes;

namespace IotPlatform.OpenApi;

/// <summary>
/// What the members and parameters of the API mean, and a value that each might have. A name means the same everywhere, unless there is
/// a row for it in one schema, in paths or in queries alone: <c>Alarm.id</c>, <c>query.page</c>.
/// </summary>
public static partial class Glossary
{
    private static readonly Lazy<Dictionary<string, Row>> Rows = new(() => Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => new Row(cells[1], cells[2])));

    /// <summary>A sentence, or null if nobody has written one.</summary>
    public static string? Meaning(string owner, string name) => Find(owner, name)?.Meaning;

    /// <summary>A value, which may be null; false if nobody has thought of one.</summary>
    public static bool TrySample(string owner, string name, out JsonNode? sample)
    {
        sample = Find(owner, name) is { } row ? JsonNode.Parse(row.Sample) : null;
        return Find(owner, name) is not null;
    }

    private static Row? Find(string owner, string name) =>
        Rows.Value.GetValueOrDefault($"{owner}.{name}") ?? Rows.Value.GetValueOrDefault(name);

    private sealed record Row(string Sample, string Meaning);
}

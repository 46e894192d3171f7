using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>What is wrong with documents by themselves, whatever the platform has.</summary>
internal static class DocumentCheck
{
    public static IEnumerable<string> FaultsIn(IReadOnlyList<Document> documents, ConfigurationKind kind) =>
        documents.SelectMany(document => FaultsIn(document, kind)).Concat(Twice(documents, kind));

    private static IEnumerable<string> FaultsIn(Document document, ConfigurationKind kind)
    {
        var who = $"{document.Place}: {kind.Name} '{document.Name}'";
        var known = kind.Members.Select(member => member.Name).ToList();
        foreach (var (name, _) in document.Members)
            if (name is not (ConfigurationKind.KindMember or "id") && !known.Contains(name))
                yield return $"{who}: {name} is no member of a {kind.Name}; there are {string.Join(", ", known)}";
        foreach (var member in kind.Members.Where(member => member.IsRequired && document.Members[member.Name] is null))
            yield return $"{who}: {member.Name} is missing";
        foreach (var member in kind.Members.Where(member => member.IsSet))
            if (document.Members[member.Name] is { } value and not JsonArray)
                yield return $"{who}: {member.Name} must be a list, and is {value.ToJsonString()}";
    }

    private static IEnumerable<string> Twice(IReadOnlyList<Document> documents, ConfigurationKind kind)
    {
        foreach (var same in documents.Where(document => document.Name.Length > 0).GroupBy(document => document.Name))
            if (same.Count() > 1 && same.Any(document => document.Id is null))
                yield return $"{same.Last().Place}: {kind.Name} '{same.Key}' is also at {same.First().Place}; keep one, or give each an id";
        foreach (var same in documents.Where(document => document.Id is not null).GroupBy(document => document.Id))
            if (same.Count() > 1) yield return $"{same.Last().Place}: the id {same.Key} is also at {same.First().Place}; keep one";
    }
}

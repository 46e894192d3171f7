using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary>Documents that are folded anew together: they are all shown as of one event, and replaced at once.</summary>
/// <param name="Group">Of which kind they are: <c>ReadModels</c> or <c>Inline</c>.</param>
/// <param name="IsInline">Whether commands fold them in their own transactions.</param>
public sealed record Selection(string Group, bool IsInline, IReadOnlyList<ReadModelDefinition> Documents)
{
    /// <summary>What all documents are called that are folded in the transaction of the events.</summary>
    public const string Inline = "Inline";

    /// <summary>The tables of the documents.</summary>
    public string[] Tables => [.. Documents.Select(document => TableOf(document.Name))];

    /// <summary>What the documents are called.</summary>
    public string[] Names => [.. Documents.Select(document => document.Name)];

    /// <summary>What it is called.</summary>
    public string Name => Documents is [var one] ? one.Name : Group;

    /// <summary>Under which schema it does what it does.</summary>
    public string SchemaFor(string purpose) => $"iot_{purpose}_{Group.ToLowerInvariant()}";

    /// <summary>What a name stands for: one kind of document, a group, or without a name all; empty for a name that nothing has.</summary>
    public static IReadOnlyList<Selection> Find(IEnumerable<ReadModelDefinition> known, string? name)
    {
        var all = known.OrderBy(document => document.Name, StringComparer.Ordinal).ToLookup(document => document.IsInline);
        Selection[] groups = [new(ReadModels.Name, false, [.. all[false]]), new(Inline, true, [.. all[true]])];
        if (name is null) return groups;
        if (groups.FirstOrDefault(group => Is(group.Group, name)) is { } whole) return [whole];
        return [.. groups.Select(group => group with { Documents = [.. group.Documents.Where(document => Is(document.Name, name))] })
            .Where(group => group.Documents.Count > 0)];
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string TableOf(string document) => $"mt_doc_{document.ToLowerInvariant()}";
}

using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>Compares a file with what the platform has. Pure: all that is asked of the platform was asked before.</summary>
public sealed class Planner
{
    private readonly ConfigurationKind _kind;
    private readonly IReadOnlyList<JsonNode> _resources;
    private readonly Books _books;
    private readonly bool _replaces;
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _claimed = [];

    private Planner(ConfigurationKind kind, IReadOnlyList<JsonNode> resources, Books books, bool replaces) =>
        (_kind, _resources, _books, _replaces) = (kind, resources, books, replaces);

    /// <summary>The plan for a file. What it does not name is deleted at the end; whoever does not prune leaves that out.</summary>
    public static Plan Of(
        IReadOnlyList<Document> documents, ConfigurationKind kind, IReadOnlyList<JsonNode> resources, Books books, bool replaces)
    {
        var planner = new Planner(kind, resources, books, replaces);
        planner._faults.AddRange(DocumentCheck.FaultsIn(documents, kind));
        var items = documents.Select(planner.Plan).OfType<PlannedItem>().ToList();
        items.AddRange(resources.Where(resource => !planner._claimed.Contains(Document.IdOf(resource)))
            .OrderBy(Document.NameOf, StringComparer.Ordinal)
            .Select(gone => new PlannedItem(PlannedAction.Delete, Document.NameOf(gone), Document.IdOf(gone), [], [])));
        return new(items, planner._faults);
    }

    private PlannedItem? Plan(Document document)
    {
        if (Find(document) is not { IsClear: true } found) return null;
        var faults = _faults.Count;
        var filled = document.Members.DeepClone().AsObject();
        filled["config"] = Mask.Fill(filled["config"], found.Resource?["config"], "config", path => Fault(
            document, $"{path} is a mask, and nothing is stored that it could stand for; write what is meant"));
        var body = Document.Complete(filled, _kind, (member, target, names) =>
            _books.IdsOf(target, names, wrong => Fault(document, $"{member}: {wrong}")));
        if (_faults.Count > faults) return null;
        return found.Resource is { } resource ? Compare(document, resource, body)
            : new(PlannedAction.Create, document.Name, null, [], Sent(body));
    }

    private PlannedItem? Compare(Document document, JsonNode resource, JsonObject body)
    {
        var differences = Difference.Between(Document.Of(resource, _kind, _books), Document.Of(body, _kind, _books), _kind);
        var changed = differences.Select(difference => difference.Path.Split('.')[0]).Distinct().ToList();
        var forLife = changed.Where(name => _kind.Members.Any(member => member.IsForLife && member.Name == name)).ToList();
        if (forLife.Count > 0 && !_replaces)
        {
            Fault(document, $"{string.Join(" and ", forLife)} cannot change ({differences.First(one => forLife.Contains(one.Path))}); "
                + "--replace makes it anew and deletes the old one");
            return null;
        }
        var action = forLife.Count > 0 ? PlannedAction.Replace : changed.Count > 0 ? PlannedAction.Update : PlannedAction.Unchanged;
        var sent = action is PlannedAction.Replace ? Sent(body)
            : new JsonObject(changed.Select(name => KeyValuePair.Create(name, body[name]?.DeepClone())));
        return new(action, document.Name, Document.IdOf(resource), differences, sent) { Whole = Sent(body) };
    }

    private (bool IsClear, JsonNode? Resource) Find(Document document)
    {
        var found = _resources.Where(resource => Document.IdOf(resource) == document.Id).ToList();
        if (found.Count == 0) found = [.. _resources.Where(resource => Document.NameOf(resource) == document.Name)];
        foreach (var resource in found) _claimed.Add(Document.IdOf(resource));
        if (found.Count <= 1) return (true, found.FirstOrDefault());
        Fault(document, $"there are {found.Count} of that name: {string.Join(", ", found.Select(Document.IdOf))}; "
            + "say which by its id in the file, or give them different names");
        return (false, null);
    }

    private void Fault(Document document, string fault) =>
        _faults.Add($"{document.Place}: {_kind.Name} '{document.Name}': {fault}");

    // A new one is what it is by itself where nothing is said.
    private static JsonObject Sent(JsonObject body) =>
        new(body.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}

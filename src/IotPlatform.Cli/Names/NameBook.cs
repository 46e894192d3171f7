using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Names;

/// <summary>The names of resources of one kind and the ids that they stand for, so that files can be read by people and moved.</summary>
public sealed class NameBook
{
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, List<string>> _ids = [];
    private readonly string _kind;

    /// <summary>A book of resources.</summary>
    /// <param name="kind">What they are, for messages: "group".</param>
    /// <param name="resources">As the API answers them.</param>
    /// <param name="idMember">The member that holds the id.</param>
    public NameBook(string kind, IEnumerable<JsonNode> resources, string idMember = "id")
    {
        _kind = kind;
        foreach (var resource in resources) Add(resource[idMember]!.GetValue<string>(), resource["name"]!.GetValue<string>());
    }

    /// <summary>Whether the resources are better known by their ids, which people chose.</summary>
    public bool WritesIds { get; init; }

    /// <summary>Enters a resource.</summary>
    public void Add(string id, string name)
    {
        _names[id] = name;
        if (!_ids.TryGetValue(name, out var ids)) _ids[name] = ids = [];
        ids.Add(id);
    }

    /// <summary>Whether the text names a resource, by whatever it is known.</summary>
    public bool Knows(string nameOrId) => _names.ContainsKey(nameOrId) || _ids.ContainsKey(nameOrId);

    /// <summary>The id that a name or an id stands for; an id goes before a name. Otherwise what is wrong with it.</summary>
    public (string? Id, string? Fault) Find(string nameOrId)
    {
        if (_names.ContainsKey(nameOrId)) return (nameOrId, null);
        return _ids.GetValueOrDefault(nameOrId) switch
        {
            null => (null, $"names no {_kind}: '{nameOrId}'"),
            [var id] => (id, null),
            var several => (null, $"'{nameOrId}' is the name of {several.Count} {_kind}s: {string.Join(", ", several)}; give the id"),
        };
    }

    /// <summary>The name of a resource where it leads back to it, else its id.</summary>
    public string NameOf(string id) =>
        !WritesIds && _names.TryGetValue(id, out var name) && name.Length > 0 && Find(name).Id == id ? name : id;
}

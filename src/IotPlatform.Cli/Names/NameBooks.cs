using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Names;

/// <summary>The name books that a verb needs, each read from the API when it is first opened.</summary>
public sealed class NameBooks(ApiClient api)
{
    private NameBook? _groups;
    private NameBook? _profiles;

    /// <summary>The book of groups.</summary>
    public async Task<NameBook> GroupsAsync(CancellationToken cancellation) =>
        _groups ??= await ReadAsync("group", "groups", "groups", cancellation);

    /// <summary>The book of profiles.</summary>
    public async Task<NameBook> ProfilesAsync(CancellationToken cancellation) =>
        _profiles ??= await ReadAsync("profile", "profiles", "profiles", cancellation);

    /// <summary>Reads a book from a list of the API.</summary>
    public async Task<NameBook> ReadAsync(string kind, string path, string list, CancellationToken cancellation)
    {
        var resources = new List<JsonNode>();
        await foreach (var resource in api.ListAsync(path, list, cancellation)) resources.Add(resource);
        return new NameBook(kind, resources);
    }
}

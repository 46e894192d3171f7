using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Configuration;

/// <summary>What a platform has of a kind, and the names that its resources refer to.</summary>
/// <param name="Resources">As the API answers them.</param>
public sealed record Platform(IReadOnlyList<JsonNode> Resources, Books Books)
{
    /// <summary>Reads it.</summary>
    /// <param name="documents">Those whose devices are looked up; a fleet is too large to be read for them.</param>
    public static async Task<Platform> ReadAsync(
        ApiClient api, ConfigurationKind kind, IReadOnlyList<Document> documents, CancellationToken cancellation)
    {
        var names = new NameBooks(api);
        var resources = new List<JsonNode>();
        await foreach (var resource in api.ListAsync(kind.Path, kind.List, cancellation)) resources.Add(resource);
        var books = new Dictionary<string, NameBook>
        {
            ["group"] = await names.GroupsAsync(cancellation),
            ["profile"] = await names.ProfilesAsync(cancellation),
            ["device"] = await DevicesAsync(api, kind, documents, cancellation),
        };
        if (kind != ConfigurationKind.Rules)
        {
            books["rule"] = await names.ReadAsync("rule", "rules", "rules", cancellation);
            books["channel"] = await names.ReadAsync("channel", "notifications/channels", "channels", cancellation);
        }
        return new(resources, new Books(books));
    }

    private static async Task<NameBook> DevicesAsync(
        ApiClient api, ConfigurationKind kind, IReadOnlyList<Document> documents, CancellationToken cancellation)
    {
        var book = new NameBook("device", []) { WritesIds = true };
        foreach (var text in documents.SelectMany(document => DevicesIn(document, kind)).Distinct())
        {
            var answer = await api.SendAsync(HttpMethod.Get, $"devices/{Uri.EscapeDataString(text)}", null, cancellation);
            if (answer.Status is not HttpStatusCode.NotFound) Add(book, answer.OrRefuse());
            else await foreach (var device in api.ListAsync($"devices?search={Uri.EscapeDataString(text)}", "devices", cancellation))
                if (Document.NameOf(device) == text) Add(book, device);
        }
        return book;
    }

    private static void Add(NameBook book, JsonNode device) => book.Add(device["device_id"]!.GetValue<string>(), Document.NameOf(device));

    private static IEnumerable<string> DevicesIn(Document document, ConfigurationKind kind) =>
        kind.Members.Where(member => member.Refers(document.Members) is "device").SelectMany(member => document.Members[member.Name] switch
        {
            JsonArray list => list.Select(item => item?.ToString()),
            var one => [one?.ToString()],
        }).OfType<string>().Where(text => text.Length > 0);
}

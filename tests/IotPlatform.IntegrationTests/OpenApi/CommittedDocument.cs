using System.Text.Json;

namespace IotPlatform.IntegrationTests.OpenApi;

/// <summary>The description of the API that the repository holds.</summary>
public static class CommittedDocument
{
    private static readonly Lazy<string> Content = new(() => File.ReadAllText(Path.Combine(Root, "docs", "openapi.json")));

    public static string Text => Content.Value;

    public static JsonElement Json { get; } = JsonElement.Parse(Text);

    /// <summary>The part that a <c>$ref</c> leads to, or <paramref name="part"/> itself.</summary>
    public static JsonElement Resolve(JsonElement part) => part.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/')[1..].Aggregate(Json, (within, name) => within.GetProperty(name))
        : part;

    /// <summary>All operations: verb in capitals, path, description.</summary>
    public static IEnumerable<(string Verb, string Path, JsonElement Operation)> Operations =>
        from path in Json.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    /// <summary>The repository.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "IotPlatform.sln"))) folder = folder.Parent;
            return folder.FullName;
        }
    }
}

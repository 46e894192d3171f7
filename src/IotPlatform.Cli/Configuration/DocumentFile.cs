using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Configuration;

/// <summary>Reads and writes files of documents, in YAML or JSON.</summary>
public static class DocumentFile
{
    /// <summary>The option that says in what a file is written.</summary>
    public static Option<string?> Format()
    {
        var option = new Option<string?>("--format") { Description = "yaml or json; else what the file's name ends with, else yaml" };
        option.AcceptOnlyFromAmong("yaml", "json");
        return option;
    }

    /// <summary>Whether a file is JSON.</summary>
    public static bool IsJson(string? format, string? file) => format is null ? Path.GetExtension(file) is ".json" : format is "json";

    /// <summary>Writes documents.</summary>
    public static void Write(TextWriter text, IReadOnlyList<JsonObject> documents, bool isJson)
    {
        if (isJson) text.Write(Json.Pretty(new JsonArray([.. documents.Select(document => document.DeepClone())])) + "\n");
        else YamlWriter.Write(text, documents);
    }

    /// <summary>The documents of a kind; those of another kind are another verb's.</summary>
    public static IReadOnlyList<Document> Read(TextReader text, bool isJson, string kind)
    {
        var items = isJson ? JsonItems(text) : [.. YamlReader.ReadItems(text).Select(item => (item.Value, Place: $"line {item.Line}"))];
        var documents = items.Select(item => item.Value is JsonObject members
            ? new Document(members, item.Place)
            : throw new RefusedException($"{item.Place}: must be a {kind} with its members")).ToList();
        return [.. documents.Where(document => document.Kind is null || document.Kind == kind)];
    }

    private static List<(JsonNode? Value, string Place)> JsonItems(TextReader text)
    {
        try
        {
            return Json.Parse(text.ReadToEnd()) switch
            {
                JsonArray items => [.. items.Select((item, at) => (item, $"item {at + 1}"))],
                var item => [(item, "item 1")],
            };
        }
        catch (JsonException fault)
        {
            throw new RefusedException($"line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}: {fault.Message}");
        }
    }
}

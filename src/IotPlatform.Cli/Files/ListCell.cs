using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Files;

/// <summary>A list of texts in one cell of a table: <c>a;b</c>, or as a JSON array where a text could not stand so.</summary>
public static class ListCell
{
    /// <summary>The texts as a cell.</summary>
    public static string Write(IReadOnlyCollection<string> texts) =>
        texts.All(IsPlain) ? string.Join(';', texts) : Json.Text(new JsonArray([.. texts.Select(text => JsonValue.Create(text))]));

    /// <summary>The texts of a cell, or null where it begins as a JSON array and is none of texts.</summary>
    public static IReadOnlyList<string>? Read(string cell)
    {
        if (!cell.StartsWith('[')) return cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            return JsonSerializer.Deserialize<List<string>>(cell) is { } texts && texts.All(text => text is not null) ? texts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsPlain(string text) => text.Length > 0 && text == text.Trim() && !text.Contains(';') && !text.StartsWith('[');
}

using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Accounts;

/// <summary>What commands print: plain text for people, JSON for programs, refusals on standard error.</summary>
public static class Output
{
    /// <summary>Prints a result.</summary>
    public static void Write<T>(bool asJson, T result, string text) => Console.WriteLine(asJson ? JsonSerializer.Serialize(result, Json.Api) : text);

    /// <summary>Prints rows under headings, in columns as wide as they need.</summary>
    public static void WriteTable<T>(bool asJson, IEnumerable<T> items, IReadOnlyList<string> headings, Func<T, IReadOnlyList<string>> cells)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(items, Json.Api));
            return;
        }
        List<IReadOnlyList<string>> rows = [headings, .. items.Select(cells)];
        var widths = headings.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Says why a command does nothing; the exit code follows from the false that it returns.</summary>
    public static bool Refuse(string reason)
    {
        Console.Error.WriteLine($"iot: {reason}");
        return false;
    }
}

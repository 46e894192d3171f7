using System.Text.Json;
using IotPlatform.Cli;

namespace IotPlatform.Platform;

/// <summary>What the verbs that work on the database print: text for people, for programs the same JSON as the API.</summary>
public static class Print
{
    /// <summary>Prints a result.</summary>
    public static int Result<T>(bool asJson, T result, string text)
    {
        Output.Line(asJson ? JsonSerializer.Serialize(result, Json.Api) : text);
        return ExitCode.Done;
    }

    /// <summary>Prints items as rows under headings.</summary>
    public static int Table<T>(
        bool asJson, IEnumerable<T> items, IReadOnlyList<string> headings, Func<T, IReadOnlyList<string>> cells)
    {
        if (asJson) Output.Line(JsonSerializer.Serialize(items, Json.Api));
        else Output.Table(headings, items.Select(cells));
        return ExitCode.Done;
    }
}

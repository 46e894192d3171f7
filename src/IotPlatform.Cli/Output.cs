using System.Text.Json.Nodes;
using Spectre.Console;

namespace IotPlatform.Cli;

/// <summary>
/// What verbs print: results on standard output, as text for people or as JSON for programs; everything else on standard error, so that a
/// result can be piped.
/// </summary>
public static class Output
{
    /// <summary>Where progress is drawn: standard error, which shows bars and live tables on a terminal and none elsewhere.</summary>
    public static IAnsiConsole Progress { get; } =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Prints a line of a result.</summary>
    public static void Line(string text) => Console.Out.WriteLine(text);

    /// <summary>Prints a result of the API as JSON.</summary>
    public static void Json(JsonNode? result) => Console.Out.WriteLine(Files.Json.Pretty(result));

    /// <summary>Tells the person at the keyboard what is going on.</summary>
    public static void Note(string text) => Console.Error.WriteLine($"iot: {text}");

    /// <summary>Says what went wrong.</summary>
    public static void Error(string reason) => Console.Error.WriteLine($"iot: {reason}");

    /// <summary>Prints rows under headings, in columns as wide as they need; no lines, so that it can be cut and searched.</summary>
    public static void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [headings, .. rows.Select(row => row.Select(OneLine).ToList())];
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
            Console.Out.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>What somebody has named, as it may be printed: control characters could break a table, or command a terminal.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

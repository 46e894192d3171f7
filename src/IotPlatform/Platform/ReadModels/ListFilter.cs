using Microsoft.Extensions.Primitives;

namespace IotPlatform.Platform;

/// <summary>How the value of a filter is written.</summary>
public enum ListFilterKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a closed set of words.</summary>
    Choice,

    /// <summary>Any of a closed set of words: repeated, or a comma list.</summary>
    Choices,

    /// <summary>An RFC 3339 time.</summary>
    Time,
}

/// <summary>One filter of a list.</summary>
/// <param name="Names">The query parameter, and its aliases.</param>
/// <param name="Words">The closed set of words, where there is one.</param>
/// <param name="Condition">
/// Gives the SQL for a word, or for several as SQL lists them, over the document's table <c>d</c>, with <c>{0}</c> for the value if it
/// needs one. A condition that names its words itself can be served by an index over just those documents.
/// </param>
public sealed record ListFilter(
    ListFilterKind Kind, IReadOnlyList<string> Names, IReadOnlyList<string> Words, Func<string, string> Condition)
{
    private static readonly IReadOnlyList<string> TrueOrFalse = ["true", "false"];

    /// <summary>The query parameter.</summary>
    public string Name => Names[0];

    /// <summary>Whether what passes it changes without an event, so that a total cannot be remembered.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Whether it is about what never changes, so that it holds of the past if it holds now.</summary>
    public bool IsLasting { get; init; }

    /// <summary>A filter by any text.</summary>
    public static ListFilter Text(string condition, params IReadOnlyList<string> names) =>
        new(ListFilterKind.Text, names, [], _ => condition);

    /// <summary>A filter by true or false.</summary>
    public static ListFilter Flag(string whenTrue, string whenFalse, params IReadOnlyList<string> names) =>
        new(ListFilterKind.Flag, names, TrueOrFalse, word => word == "true" ? whenTrue : whenFalse);

    /// <summary>A filter by true or false of a member of the document.</summary>
    public static ListFilter Flag(string name) => Flag($"d.data->>'{name}' = 'true'", $"d.data->>'{name}' = 'false'", name);

    /// <summary>A filter by one of a closed set of words.</summary>
    public static ListFilter Choice(string name, IReadOnlyList<string> words, Func<string, string> condition) =>
        new(ListFilterKind.Choice, [name], words, condition);

    /// <summary>A filter by one of the words that a member of the document may have.</summary>
    public static ListFilter Choice(string name, IReadOnlyList<string> words) =>
        Choice(name, words, word => $"d.data->>'{name}' = '{word}'");

    /// <summary>A filter by any of a closed set of words.</summary>
    public static ListFilter Choices(string name, IReadOnlyList<string> words, Func<string, string> condition) =>
        new(ListFilterKind.Choices, [name], words, condition);

    /// <summary>A filter by any of the words that a member of the document may have.</summary>
    public static ListFilter Choices(string name, IReadOnlyList<string> words) =>
        Choices(name, words, sent => $"d.data->>'{name}' in ({sent})");

    /// <summary>A filter by time; the condition sees the text form that documents hold.</summary>
    public static ListFilter Time(string name, string condition) => new(ListFilterKind.Time, [name], [], _ => condition);

    /// <summary>The words that may pass, as SQL lists them: those that were sent, or all where none was.</summary>
    public string ListWords(ListQuery query) => Literals(query.Filters.TryGetValue(this, out var sent) ? Split(sent) : [.. Words]);

    /// <summary>The condition and its value, or what is wrong with what was sent.</summary>
    public (string? Condition, object? Value, string? Fault) Read(StringValues sent)
    {
        if (sent.Any(value => value?.Contains('\0') is true)) return Faulty("must not contain NUL characters");
        var text = sent.ToString();
        return Kind switch
        {
            ListFilterKind.Flag => bool.TryParse(text, out var flag) ? (Condition(flag ? "true" : "false"), null, null) : Faulty("must be true or false"),
            ListFilterKind.Choice => Words.Contains(text) ? (Condition(text), null, null) : Faulty($"must be one of {string.Join(", ", Words)}"),
            ListFilterKind.Choices => ReadWords(sent),
            ListFilterKind.Time => Times.TryParse(text, out var time)
                ? (Condition(text), Json.Format(time), null)
                : Faulty("must be an RFC 3339 time, for example 2026-01-31T12:00:00Z"),
            _ => (Condition(text), text, null),
        };
    }

    private (string? Condition, object? Value, string? Fault) ReadWords(StringValues sent)
    {
        var words = Split(sent);
        return words.All(Words.Contains) ? (Condition(Literals(words)), null, null) : Faulty($"must be one of {string.Join(", ", Words)}");
    }

    private static string[] Split(StringValues sent) =>
        [.. sent.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))];

    private string Literals(string[] words) => string.Join(", ", Words.Where(words.Contains).Select(word => $"'{word}'"));

    private static (string? Condition, object? Value, string? Fault) Faulty(string fault) => (null, null, fault);
}

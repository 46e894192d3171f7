using Microsoft.Extensions.Primitives;

namespace IotPlatform.Platform;

/// <summary>
/// What a list route offers: its name in the answer, the fields to sort by, the filters. Declared once, read by the route, by the indexes
/// that serve it and by the API's description of itself.
/// </summary>
/// <param name="name">The member of the answer that holds the page: <c>devices</c>.</param>
public sealed class ListDefinition(string name)
{
    /// <summary>The member of the answer that holds the page.</summary>
    public string Name => name;

    /// <summary>The fields that <c>sort</c> may name, with the SQL to sort by; <c>d</c> is the document's table.</summary>
    public required IReadOnlyDictionary<string, string> Sortable { get; init; }

    /// <summary>The order where none is asked for: a field, with <c>-</c> for descending. Ids break ties.</summary>
    public string DefaultSort { get; init; } = "created_at";

    /// <summary>The filters, each of which narrows the list.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];

    /// <summary>A field of the document, as SQL to sort and to index by.</summary>
    public static string Text(string field) => $"d.data->>'{field}'";

    /// <summary>What a request asks of the list.</summary>
    public ListQuery Read(IQueryCollection query) => new(this, query);
}

/// <summary>How the value of a filter is written.</summary>
public enum ListFilterKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a closed set of words.</summary>
    Choice,

    /// <summary>Any of a closed set of words: repeated, or a comma list. The condition sees a text array.</summary>
    Choices,

    /// <summary>An RFC 3339 time; the condition sees the text form that documents hold.</summary>
    Time,
}

/// <summary>One filter of a list.</summary>
/// <param name="Names">The query parameter, and its aliases.</param>
/// <param name="Condition">SQL over the document's table <c>d</c>, with <c>{0}</c> for the value.</param>
/// <param name="Words">The closed set of words, where there is one.</param>
public sealed record ListFilter(ListFilterKind Kind, IReadOnlyList<string> Names, string Condition, IReadOnlyList<string> Words)
{
    /// <summary>The query parameter.</summary>
    public string Name => Names[0];

    /// <summary>A filter by any text.</summary>
    public static ListFilter Text(string condition, params IReadOnlyList<string> names) => new(ListFilterKind.Text, names, condition, []);

    /// <summary>A filter by true or false.</summary>
    public static ListFilter Flag(string condition, params IReadOnlyList<string> names) => new(ListFilterKind.Flag, names, condition, []);

    /// <summary>A filter by one of a closed set of words.</summary>
    public static ListFilter Choice(string condition, IReadOnlyList<string> words, params IReadOnlyList<string> names) =>
        new(ListFilterKind.Choice, names, condition, words);

    /// <summary>A filter by any of a closed set of words.</summary>
    public static ListFilter Choices(string condition, IReadOnlyList<string> words, string name) =>
        new(ListFilterKind.Choices, [name], condition, words);

    /// <summary>A filter by time.</summary>
    public static ListFilter Time(string condition, string name) => new(ListFilterKind.Time, [name], condition, []);

    /// <summary>The value that the condition gets, or what is wrong with what was sent.</summary>
    public (object? Value, string? Fault) Read(StringValues sent)
    {
        if (sent.Any(value => value?.Contains('\0') is true)) return (null, "must not contain NUL characters");
        var text = sent.ToString();
        return Kind switch
        {
            ListFilterKind.Flag => bool.TryParse(text, out var flag) ? (flag, null) : (null, "must be true or false"),
            ListFilterKind.Choice => Words.Contains(text) ? (text, null) : (null, $"must be one of {string.Join(", ", Words)}"),
            ListFilterKind.Choices => ReadWords(sent),
            ListFilterKind.Time => Times.TryParse(text, out var time)
                ? (Json.Format(time), null)
                : (null, "must be an RFC 3339 time, for example 2026-01-31T12:00:00Z"),
            _ => (text, null),
        };
    }

    private (object? Value, string? Fault) ReadWords(StringValues sent)
    {
        var words = sent.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToArray();
        return words.All(Words.Contains) ? (words, null) : (null, $"must be one of {string.Join(", ", Words)}");
    }
}

using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// The paging, sorting and filters of a list, read from the query string. Faults are gathered as in <see cref="Body"/>;
/// unknown parameters are ignored. Filters become SQL over the document's table <c>d</c>; their values are always parameters.
/// </summary>
public sealed class ListQuery
{
    private readonly IQueryCollection _query;
    private readonly List<Fault> _faults = [];
    private readonly List<string> _conditions = ["d.tenant_id = $1"];

    /// <param name="sortable">The fields that <c>sort</c> may name, with the SQL to sort by.</param>
    /// <param name="defaultSort">The order where none is asked for: a field, with <c>-</c> for descending.</param>
    public ListQuery(IQueryCollection query, IReadOnlyDictionary<string, string> sortable, string defaultSort = "created_at")
    {
        _query = query;
        Page = Whole("page", 1, 1, int.MaxValue);
        PageSize = Whole("page_size", 50, 1, 100);
        OrderBy = Order(sortable, defaultSort);
    }

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Counted from 1.</summary>
    public int Page { get; }

    public int PageSize { get; }

    /// <summary>How many resources come before the page.</summary>
    public long Offset => (Page - 1L) * PageSize;

    public string OrderBy { get; }

    public string Where => string.Join(" and ", _conditions);

    /// <summary>The values of <see cref="Where"/> from <c>$2</c> on; <c>$1</c> is the customer.</summary>
    public List<NpgsqlParameter> Parameters { get; } = [];

    /// <summary>Filters by text, if one of the <paramref name="names"/> (the first and its aliases) was sent.</summary>
    /// <param name="condition">SQL with <c>{0}</c> for the value.</param>
    public ListQuery ByText(string condition, params IReadOnlyList<string> names)
    {
        if (Value(names) is { } value) Add(condition, value);
        return this;
    }

    /// <summary>Filters by one of a closed set of words.</summary>
    public ListQuery ByChoice(string condition, IReadOnlyList<string> words, params IReadOnlyList<string> names)
    {
        if (Value(names) is not { } value) return this;
        if (words.Contains(value)) Add(condition, value);
        else _faults.Add(new Fault(names[0], $"must be one of {string.Join(", ", words)}"));
        return this;
    }

    /// <summary>Filters by any of a closed set of words: repeated, or a comma list. The condition sees a text array.</summary>
    public ListQuery ByChoices(string condition, IReadOnlyList<string> words, string name)
    {
        var values = _query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToArray();
        if (values.Length == 0) return this;
        if (values.All(words.Contains)) Add(condition, values);
        else _faults.Add(new Fault(name, $"must be one of {string.Join(", ", words)}"));
        return this;
    }

    /// <summary>Filters by true or false.</summary>
    public ListQuery ByFlag(string condition, params IReadOnlyList<string> names)
    {
        if (Value(names) is not { } value) return this;
        if (bool.TryParse(value, out var flag)) Add(condition, flag);
        else _faults.Add(new Fault(names[0], "must be true or false"));
        return this;
    }

    /// <summary>Filters by an RFC 3339 time; the condition sees the text form that documents hold.</summary>
    public ListQuery ByTime(string condition, string name)
    {
        if (Value([name]) is not { } value) return this;
        if (Times.TryParse(value, out var time)) Add(condition, Json.Format(time));
        else _faults.Add(new Fault(name, "must be an RFC 3339 time, for example 2026-01-31T12:00:00Z"));
        return this;
    }

    private void Add(string condition, object value)
    {
        Parameters.Add(new NpgsqlParameter { Value = value });
        _conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, $"${Parameters.Count + 1}"));
    }

    private string? Value(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!_query.TryGetValue(name, out var values)) continue;
            var value = values.ToString();
            if (!value.Contains('\0')) return value;
            _faults.Add(new Fault(name, "must not contain NUL characters"));
        }
        return null;
    }

    private int Whole(string name, int standard, int min, int max)
    {
        if (Value([name]) is not { } text) return standard;
        if (int.TryParse(text, out var number) && number >= min && number <= max) return number;
        _faults.Add(new Fault(name, $"must be a whole number from {min} to {max}"));
        return standard;
    }

    private string Order(IReadOnlyDictionary<string, string> sortable, string defaultSort)
    {
        var sort = Value(["sort"]) ?? defaultSort;
        var descending = sort.StartsWith('-');
        if (!sortable.TryGetValue(descending ? sort[1..] : sort, out var expression))
        {
            _faults.Add(new Fault("sort", $"must be one of {string.Join(", ", sortable.Keys)}, with - in front for descending"));
            return "d.id";
        }
        return descending ? $"{expression} desc, d.id desc" : $"{expression}, d.id";
    }
}

using System.Globalization;
using Microsoft.Extensions.Primitives;
using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// The paging, sorting and filters that a request asks of a list. Faults are gathered as in <see cref="Body"/>; unknown parameters are
/// ignored. Filters become SQL: words of a closed set as such, all other values as parameters.
/// </summary>
public sealed class ListQuery
{
    private readonly IQueryCollection _query;
    private readonly List<Fault> _faults = [];
    private readonly List<string> _conditions = ["d.tenant_id = $1"];
    private readonly Dictionary<ListFilter, StringValues> _filters = [];
    private readonly List<string> _lasting = ["d.tenant_id = $1"];

    public ListQuery(ListDefinition list, IQueryCollection query)
    {
        _query = query;
        Page = Whole("page", 1, 1, int.MaxValue);
        PageSize = Whole("page_size", 50, 1, 100);
        OrderBy = Order(list);
        Moment = list.HasPast ? ReadMoment() : null;
        foreach (var filter in list.Filters) Apply(filter);
        IsVolatile |= Moment is not null;
    }

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Counted from 1.</summary>
    public int Page { get; }

    public int PageSize { get; }

    /// <summary>How many resources come before the page.</summary>
    public long Offset => (Page - 1L) * PageSize;

    public string OrderBy { get; }

    /// <summary>The moment of the past that is asked for; null: the present.</summary>
    public Instant? Moment { get; }

    /// <summary>Whether what passes the filters changes without an event, or is asked for as it was.</summary>
    public bool IsVolatile { get; private set; }

    /// <summary>The filters that were asked for, with what was sent.</summary>
    public IReadOnlyDictionary<ListFilter, StringValues> Filters => _filters;

    /// <summary>Whether anything but the whole list as it is was asked for.</summary>
    public bool IsFiltered => _conditions.Count > 1 || Moment is not null;

    public string Where => string.Join(" and ", _conditions);

    /// <summary>Those of the conditions that are about what never changes.</summary>
    public string WhereLasting => string.Join(" and ", _lasting);

    /// <summary>The values of <see cref="Where"/> from <c>$2</c> on; <c>$1</c> is the customer.</summary>
    public List<NpgsqlParameter> Parameters { get; } = [];

    /// <summary>What tells these filters, with their values, from any others.</summary>
    public string FiltersOf(ListDefinition list, string customer) =>
        string.Join('\0', [list.Name, customer, Where, .. Parameters.Select(parameter => $"{parameter.Value}")]);

    private void Apply(ListFilter filter)
    {
        if (!TryFind(filter.Names, out var sent)) return;
        var (condition, value, fault) = filter.Read(sent);
        if (condition is null)
        {
            _faults.Add(new Fault(filter.Name, fault!));
            return;
        }
        _filters[filter] = sent;
        if (filter.IsVolatile && Moment is not null)
            _faults.Add(new Fault(filter.Name, $"is about the present, and cannot go with {AsOf.Parameter}"));
        IsVolatile |= filter.IsVolatile;
        if (value is not null) Parameters.Add(new NpgsqlParameter { Value = value });
        var sql = string.Format(CultureInfo.InvariantCulture, condition, $"${Parameters.Count + 1}");
        _conditions.Add(sql);
        if (filter.IsLasting) _lasting.Add(sql);
    }

    private Instant? ReadMoment()
    {
        if (!_query.TryGetValue(AsOf.Parameter, out var sent)) return null;
        if (AsOf.TryParse(sent, out var moment)) return moment;
        _faults.Add(AsOf.Fault);
        return null;
    }

    private bool TryFind(IReadOnlyList<string> names, out StringValues sent)
    {
        foreach (var name in names)
            if (_query.TryGetValue(name, out sent)) return true;
        sent = default;
        return false;
    }

    private int Whole(string name, int standard, int min, int max)
    {
        if (!_query.TryGetValue(name, out var text)) return standard;
        if (int.TryParse(text.ToString(), out var number) && number >= min && number <= max) return number;
        _faults.Add(new Fault(name, $"must be a whole number from {min} to {max}"));
        return standard;
    }

    private string Order(ListDefinition list)
    {
        var sort = _query.TryGetValue("sort", out var sent) ? sent.ToString() : list.DefaultSort;
        var descending = sort.StartsWith('-');
        if (!list.Sortable.TryGetValue(descending ? sort[1..] : sort, out var expression))
        {
            _faults.Add(new Fault("sort", $"must be one of {string.Join(", ", list.Sortable.Keys)}, with - in front for descending"));
            return "d.id";
        }
        return descending ? $"{expression} desc, d.id desc" : $"{expression}, d.id";
    }
}

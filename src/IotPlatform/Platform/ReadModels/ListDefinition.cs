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

    /// <summary>The event with which a resource comes onto the list; null for what is no resource.</summary>
    public Type? Grows { get; init; }

    /// <summary>The event with which it goes; null for what stays for ever.</summary>
    public Type? Shrinks { get; init; }

    /// <summary>The fields that <c>sort</c> may name, with the SQL to sort by; <c>d</c> is the document's table.</summary>
    public required IReadOnlyDictionary<string, string> Sortable { get; init; }

    /// <summary>The order where none is asked for: a field, with <c>-</c> for descending. Ids break ties.</summary>
    public string DefaultSort { get; init; } = "created_at";

    /// <summary>The filters, each of which narrows the list.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];

    /// <summary>
    /// SQL for the total under a query's filters where it is known without counting, <c>$1</c> being the customer; else null.
    /// </summary>
    public Func<ListQuery, string?> KnownTotal { get; init; } = _ => null;

    /// <summary>
    /// Whether it can be asked for as it stood at a moment. Only where nothing is ever deleted: what has gone has no document to be found
    /// by.
    /// </summary>
    public bool HasPast { get; init; }

    /// <summary>What keeps a page cheap however long the list is, beside the index for the order of creation.</summary>
    public IReadOnlyList<ListIndex> Indexes { get; init; } = [];

    /// <summary>A field of the document, as SQL to sort by.</summary>
    public static string Field(string name) => $"d.data->>'{name}'";

    /// <summary>What a request asks of the list.</summary>
    public ListQuery Read(IQueryCollection query) => new(this, query);
}

/// <summary>An index over the documents of a list.</summary>
/// <param name="Name">What it is called behind its table's name: <c>by_name</c>.</param>
/// <param name="Columns">What it orders by, within the customer.</param>
public sealed record ListIndex(string Name, string Columns)
{
    /// <summary>The documents that it is about; null: all.</summary>
    public string? Where { get; init; }

    /// <summary>Whether <see cref="Columns"/> is a set whose elements are looked up.</summary>
    public bool IsOfElements { get; init; }

    /// <summary>The statement that makes it on <paramref name="table"/> of schema <c>iot</c>.</summary>
    public string Sql(string table)
    {
        var columns = IsOfElements ? $"using gin (({Columns}))" : $"(tenant_id, {Columns})";
        return $"create index if not exists {NameOn(table)} on iot.{table} {columns}{(Where is null ? "" : $" where {Where}")};";
    }

    /// <summary>Its name in the database.</summary>
    public string NameOn(string table) => $"{table}_{Name}";
}

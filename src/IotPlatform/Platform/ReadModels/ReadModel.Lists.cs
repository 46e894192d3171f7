using System.Buffers;
using System.Text;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace IotPlatform.Platform;

/// <content>Lists, one page at a time.</content>
public partial class ReadModel<T>
{
    private readonly ListTotals _totals = new();

    /// <summary>200 with one page of the resources that pass all filters, and the number of all that do.</summary>
    /// <param name="given">A filter that the route itself names, with its value.</param>
    public async Task<IResult> List(HttpContext http, ListDefinition list, (string Name, string Value)? given = null)
    {
        var query = list.Read(given is var (name, value) ? With(http.Request.Query, name, value) : http.Request.Query);
        if (query.Faults.Count > 0) return Problem.Invalid(query.Faults);
        var customer = Caller.Of(http).Customer;
        await CatchUpAsync(customer, http.RequestAborted);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var snapshot = await SnapshotAsync(connection, query, http.RequestAborted);
        if (await SourceAsync(connection, customer, query, http.RequestAborted) is not { } source) return TooManyChanges(list);
        http.Response.ContentType = "application/json";
        var output = http.Response.BodyWriter;
        var (size, changes) = await WritePageAsync(connection, customer, list, query, source, output, http.RequestAborted);
        var total = query.IsFiltered ? await CountAsync(connection, customer, list, query, source, changes, http.RequestAborted) : size;
        output.Write(Encoding.UTF8.GetBytes($",\"total\":{total},\"page\":{query.Page},\"page_size\":{query.PageSize}}}"));
        await output.FlushAsync(http.RequestAborted);
        return Results.Empty;
    }

    private async Task<(long Size, long Changes)> WritePageAsync(
        NpgsqlConnection connection, string customer, ListDefinition list, ListQuery query, ListSource source,
        IBufferWriter<byte> output, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        // The page comes first: what follows on the first command is sent in small pieces, and the parameters of a past list are large.
        batch.BatchCommands.Add(Select(
            $"select {Columns} from {source.From} {Joins} where {query.Where} order by {query.OrderBy} limit {query.PageSize} offset {query.Offset}",
            customer, source));
        batch.BatchCommands.Add(SelectSize(customer, list));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        output.Write(Encoding.UTF8.GetBytes($"{{\"{list.Name}\":["));
        for (var first = true; await rows.ReadAsync(cancellation); first = false)
        {
            if (!first) output.Write(","u8);
            WriteRow(output, rows);
        }
        output.Write("]"u8);
        await rows.NextResultAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt64(0), rows.GetInt64(1)) : (0, 0);
    }

    // What passes filters is counted, unless the list knows it, and remembered as long as nothing changes.
    private async Task<long> CountAsync(
        NpgsqlConnection connection, string customer, ListDefinition list, ListQuery query, ListSource source, long changes,
        CancellationToken cancellation)
    {
        var filters = query.FiltersOf(list, customer);
        if (!query.IsVolatile && _totals.Find(filters, changes) is { } remembered) return remembered;
        await using var batch = new NpgsqlBatch(connection);
        var known = query.IsVolatile ? null : list.KnownTotal(query);
        batch.BatchCommands.Add(Select(known ?? $"select count(*) from {source.From} {Joins} where {query.Where}", customer, source));
        var total = (long)(await batch.ExecuteScalarAsync(cancellation))!;
        if (!query.IsVolatile) _totals.Remember(filters, changes, total);
        return total;
    }

    private static NpgsqlBatchCommand SelectSize(string customer, ListDefinition list)
    {
        var command = new NpgsqlBatchCommand(
            "select (data->>'size')::bigint, (data->>'changes')::bigint from iot.mt_doc_listsize where tenant_id = $1 and id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = list.Name });
        return command;
    }

    private static NpgsqlBatchCommand Select(string sql, string customer, ListSource source)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        foreach (var parameter in source.Parameters) command.Parameters.Add(parameter.Clone());
        return command;
    }

    private static QueryCollection With(IQueryCollection query, string name, string value) =>
        new(new Dictionary<string, StringValues>(query, StringComparer.OrdinalIgnoreCase) { [name] = value });
}

using System.Globalization;
using IotPlatform.Platform;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>Pages of deliveries, which are a log and no resources: read from their table, true at once.</summary>
public sealed class DeliveryList(NpgsqlDataSource database)
{
    /// <summary>200 with a page, or 422.</summary>
    public async Task<IResult> GetAsync(HttpContext http, ListDefinition list)
    {
        var paging = Paging.Read(http.Request.Query);
        var query = list.Read(paging.Apply(http.Request.Query));
        if (paging.Faults.Concat(query.Faults).ToList() is { Count: > 0 } faults) return Problem.Invalid(faults);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var batch = new NpgsqlBatch(connection);
        var offset = paging.Offset ?? query.Offset;
        Add(batch, http, query, $"""
            select {DeliveryLog.Columns} from iot.delivery d where {query.Where} order by {query.OrderBy} limit {query.PageSize} offset {offset}
            """);
        Add(batch, http, query, query.IsFiltered
            ? $"select count(*) from iot.delivery d where {query.Where}"
            : "select coalesce((select count from iot.delivery_count where tenant_id = $1), 0)");
        await using var rows = await batch.ExecuteReaderAsync(http.RequestAborted);
        List<Delivery> deliveries = [];
        while (await rows.ReadAsync(http.RequestAborted)) deliveries.Add(DeliveryLog.Read(rows));
        await rows.NextResultAsync(http.RequestAborted);
        await rows.ReadAsync(http.RequestAborted);
        var page = (offset / query.PageSize) + 1;
        return Results.Json(new { deliveries, total = rows.GetInt64(0), page, page_size = query.PageSize }, Json.Api);
    }

    private static void Add(NpgsqlBatch batch, HttpContext http, ListQuery query, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Caller.Of(http).Customer });
        foreach (var parameter in query.Parameters) command.Parameters.Add(parameter.Clone());
        batch.BatchCommands.Add(command);
    }

    // Other APIs page so; what is not sent leaves pages as they are.
    private sealed record Paging(string? Limit, long? Offset, IReadOnlyList<Fault> Faults)
    {
        public static Paging Read(IQueryCollection query)
        {
            string? limit = query.TryGetValue("limit", out var sent) ? sent.ToString() : null;
            List<Fault> faults = [];
            if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 100))
                faults.Add(new("limit", "must be a whole number from 1 to 100"));
            if (!query.TryGetValue("offset", out sent)) return new(limit, limit is null ? null : 0, faults);
            if (int.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
                return new(limit, offset, faults);
            faults.Add(new("offset", "must be a whole number from 0 on"));
            return new(limit, 0, faults);
        }

        public IQueryCollection Apply(IQueryCollection query) => Limit is null || Faults.Count > 0
            ? query
            : new QueryCollection(new Dictionary<string, StringValues>(query, StringComparer.OrdinalIgnoreCase) { ["page_size"] = Limit });
    }
}

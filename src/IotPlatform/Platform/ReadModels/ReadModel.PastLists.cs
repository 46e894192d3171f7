using System.Data;
using System.Text.Json;
using Marten;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Platform;

/// <content>
/// Lists as they stood. A resource that has not changed since stands in its document as it stood then; only those that have are folded anew
/// from their events. Both together take the place of the documents, so that filters, order and paging are the same as ever.
/// </content>
public partial class ReadModel<T>
{
    private const int MostChanged = 20_000;
    private const int StreamsAtOnce = 1_000;

    // What changes between the questions would be missing from both halves.
    private static async ValueTask<NpgsqlTransaction?> SnapshotAsync(
        NpgsqlConnection connection, ListQuery query, CancellationToken cancellation) =>
        query.Moment is null ? null : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    // Null when too much has changed since.
    private async ValueTask<ListSource?> SourceAsync(
        NpgsqlConnection connection, string customer, ListQuery query, CancellationToken cancellation)
    {
        if (query.Moment is not { } moment) return new($"{_table} d", query.Parameters);
        var changed = await ChangedSinceAsync(connection, customer, query, moment, cancellation);
        if (changed.Count > MostChanged) return null;
        var states = await FoldAsync(customer, changed, moment, cancellation);
        var (time, documents) = (query.Parameters.Count + 2, query.Parameters.Count + 3);
        return new(
            $"""
            (select u.tenant_id, u.id, u.data from {_table} u where u.tenant_id = $1 and u.data->>'updated_at' <= ${time}
            union all select $1, c.data->>'id', c.data from unnest(${documents}) c (data)) d
            """,
            [.. query.Parameters, Text(moment), new() { Value = states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb }]);
    }

    private async Task<IReadOnlyList<string>> ChangedSinceAsync(
        NpgsqlConnection connection, string customer, ListQuery query, Instant moment, CancellationToken cancellation)
    {
        var time = query.Parameters.Count + 2;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Select(
            $"""
            select d.id from {_table} d
            where {query.WhereLasting} and d.data->>'created_at' <= ${time} and d.data->>'updated_at' > ${time} limit {MostChanged + 1}
            """,
            customer, new ListSource("", [.. query.Parameters, Text(moment)])));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        List<string> ids = [];
        while (await rows.ReadAsync(cancellation)) ids.Add(rows.GetString(0));
        return ids;
    }

    private async Task<byte[][]> FoldAsync(string customer, IReadOnlyList<string> ids, Instant moment, CancellationToken cancellation)
    {
        List<byte[]> states = [];
        await using var session = _store.QuerySession(customer);
        foreach (var some in ids.Chunk(StreamsAtOnce))
        {
            var pasts = some.ToDictionary(id => id, _ => new Past<T>(moment));
            var latest = moment.ToDateTimeOffset();
            var events = session.Events.QueryAllRawEvents().Where(e => e.StreamKey!.IsOneOf(some) && e.Timestamp <= latest);
            await foreach (var e in events.OrderBy(e => e.Version).ToAsyncEnumerable(cancellation)) pasts[e.StreamKey!].Take(e);
            states.AddRange(pasts.Values.Select(past => past.State).OfType<T>().Select(ToDocument));
        }
        return [.. states];
    }

    private static byte[] ToDocument(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Json.Store);

    private static NpgsqlParameter Text(Instant moment) => new() { Value = Json.Format(moment) };

    private static Problem TooManyChanges(ListDefinition list)
    {
        var narrowing = list.Filters.Where(filter => filter.IsLasting).Select(filter => filter.Name);
        return Problem.Invalid(
            [new Fault(AsOf.Parameter, $"more than {MostChanged} have changed since then; narrow the list by {string.Join(", ", narrowing)}")]);
    }
}

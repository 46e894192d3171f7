using System.Runtime.CompilerServices;
using System.Text.Json;
using NodaTime;
using Npgsql;

namespace IotPlatform.Audit;

/// <summary>Whose events are meant: of a customer, of one stream, or all.</summary>
public sealed record AuditScope(string? Customer, string? Stream);

/// <summary>
/// Reads events and links side by side, as they stand at one moment, row by row: the store may be larger than the memory. Everything is
/// read as it is stored, past the event store's own reading.
/// </summary>
public sealed class ChainReader(NpgsqlConnection connection, AuditScope scope)
{
    private const string Rows = """
        select e.seq_id, e.tenant_id, e.stream_id, e.version, e.id, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id,
          e.data::text, l.sequence, l.customer, l.stream, l.version, l.content, l.hash
        from (
          select * from iot.mt_events
          where type <> 'tombstone' and ($1::text is null or tenant_id = $1) and ($2::text is null or stream_id = $2)) e
        full join (select * from iot.event_link where ($1::text is null or customer = $1) and ($2::text is null or stream = $2)) l
          on l.sequence = e.seq_id
        order by coalesce(l.customer, e.tenant_id) collate "C", coalesce(l.stream, e.stream_id) collate "C", coalesce(l.version, e.version), 1, 12
        """;

    private const string Ends = """
        select coalesce(s.tenant_id, l.customer), coalesce(s.id, l.stream), s.version, l.last
        from (select * from iot.mt_streams where ($1::text is null or tenant_id = $1) and ($2::text is null or id = $2)) s
        full join (
          select customer, stream, max(version) as last from iot.event_link
          where ($1::text is null or customer = $1) and ($2::text is null or stream = $2) group by 1, 2) l
          on l.customer = s.tenant_id and l.stream = s.id
        where s.version is distinct from l.last and s.id is distinct from 'mt_tombstone' and not (l.last is null and exists (
          select from iot.mt_events o, iot.audit_state state
          where o.tenant_id = s.tenant_id and o.stream_id = s.id and o.version = s.version and o.seq_id <= state.begins_after))
        """;

    private const string Links =
        """
        select customer, sequence, hash from iot.event_link where $1::text is null or customer = $1 order by customer collate "C", sequence
        """;

    /// <summary>Up to which place events are older than the chain, and up to which they are sealed.</summary>
    public async Task<(long BeginsAfter, long SealedThrough)> StateAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select begins_after, sealed_through from iot.audit_state", connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetInt64(1)) : default;
    }

    /// <summary>Events and links, stream by stream, in the order of their versions.</summary>
    public IAsyncEnumerable<ChainRow> RowsAsync(CancellationToken cancellation) =>
        ReadAsync(Rows, row => new ChainRow(EventOf(row), LinkOf(row)), cancellation);

    /// <summary>The streams that do not end where their links end.</summary>
    public IAsyncEnumerable<Finding> CutStreamsAsync(CancellationToken cancellation) => ReadAsync(Ends, CutOf, cancellation);

    /// <summary>All links of the customers, in the order of the store.</summary>
    public IAsyncEnumerable<(string Customer, long Sequence, Hash Link)> LinksAsync(CancellationToken cancellation) =>
        ReadAsync(Links, row => (row.GetString(0), row.GetInt64(1), AuditSql.HashOf(row, 2)), cancellation);

    private async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(AuditSql.Text(scope.Customer));
        if (sql != Links) command.Parameters.Add(AuditSql.Text(scope.Stream));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) yield return read(rows);
    }

    private static StoredEvent? EventOf(NpgsqlDataReader row) => row.IsDBNull(0)
        ? null
        : new(row.GetInt64(0), new(
            row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetGuid(4), row.GetString(5), Instant.FromDateTimeUtc(row.GetDateTime(6)),
            TextOf(row, 7), TextOf(row, 8), TextOf(row, 9), JsonElement.Parse(row.GetString(10))));

    private static EventLink? LinkOf(NpgsqlDataReader row) => row.IsDBNull(11)
        ? null
        : new(row.GetString(12), row.GetString(13), row.GetInt64(14), row.GetInt64(11), AuditSql.HashOf(row, 15), AuditSql.HashOf(row, 16));

    private static Finding CutOf(NpgsqlDataReader row)
    {
        var (customer, stream, last) = (row.GetString(0), row.GetString(1), row.IsDBNull(3) ? 0 : row.GetInt64(3));
        var says = row.IsDBNull(2) ? "is not listed" : $"is listed with {row.GetInt64(2)} events";
        return new(FindingKind.Cut, customer, stream, last, null, $"Stream {stream} of {customer} {says}, and its chain has {last}.");
    }

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

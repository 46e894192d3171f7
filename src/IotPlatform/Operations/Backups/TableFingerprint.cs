using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Operations;

/// <summary>What a table holds, whatever the order of its rows: how many, and the sum of their hashes.</summary>
/// <param name="Table">As <c>schema.table</c>.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Sum">The sum of the 64-bit hashes of all rows, written as text.</param>
public sealed record TableFingerprint(string Table, long Rows, string Sum)
{
    // How values are written as text must not depend on the server's settings, since two servers are compared.
    private const string PlainText = """
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
        set local extra_float_digits = 1; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
        """;

    private const string Tables = """
        select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%' order by 1, 2
        """;

    /// <summary>Of every table, within the connection's transaction; partitions are tables of their own.</summary>
    public static async Task<IReadOnlyList<TableFingerprint>> OfAllAsync(
        NpgsqlConnection connection, Action<string> saying, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, PlainText, cancellation);
        var prints = new List<TableFingerprint>();
        foreach (var (schema, table) in await ListAsync(connection, cancellation))
        {
            saying($"{schema}.{table}");
            prints.Add(await OfAsync(connection, schema, table, cancellation));
        }
        return prints;
    }

    /// <summary>What is not the same in two lists, a line for each table.</summary>
    public static IReadOnlyList<string> Compare(IReadOnlyList<TableFingerprint> saved, IReadOnlyList<TableFingerprint> found)
    {
        var now = found.ToDictionary(print => print.Table);
        return
        [
            .. saved.Select(print => Compare(print, now.GetValueOrDefault(print.Table))).OfType<string>(),
            .. found.ExceptBy(saved.Select(print => print.Table), print => print.Table)
                .Select(print => $"{print.Table} is not in the backup"),
        ];
    }

    private static string? Compare(TableFingerprint saved, TableFingerprint? found)
    {
        if (saved == found) return null;
        if (found is null) return $"{saved.Table} is missing";
        return found.Rows == saved.Rows
            ? $"{saved.Table} has {Plural.Of(saved.Rows, "row")}, as in the backup, but not the same"
            : $"{saved.Table} has {Plural.Of(found.Rows, "row")} where the backup has {saved.Rows}";
    }

    private static async Task<List<(string Schema, string Table)>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Tables, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<(string, string)>();
        while (await rows.ReadAsync(cancellation)) tables.Add((rows.GetString(0), rows.GetString(1)));
        return tables;
    }

    private static async Task<TableFingerprint> OfAsync(
        NpgsqlConnection connection, string schema, string table, CancellationToken cancellation)
    {
        var name = $"{Quoted(schema)}.{Quoted(table)}";
        var sql = $"select count(*), coalesce(sum(hashtextextended(row::text, 0)::numeric), 0)::text from {name} as row";
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var answer = await command.ExecuteReaderAsync(cancellation);
        await answer.ReadAsync(cancellation);
        return new($"{schema}.{table}", answer.GetInt64(0), answer.GetString(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Audit;

/// <summary>Commands of this slice, which reads and writes tables past the event store.</summary>
internal static class AuditSql
{
    /// <summary>A statement over a connection, with <c>$1</c> and so on for its values.</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>A text that may be null.</summary>
    public static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>The hash in a column; none where it is null.</summary>
    public static Hash HashOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? default : Hash.From(row.GetFieldValue<byte[]>(column));
}

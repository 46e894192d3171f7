using Npgsql;

namespace IotPlatform.Operations;

/// <summary>Asks a database for single values.</summary>
internal static class Questions
{
    /// <summary>The one value that a statement gives; null: none.</summary>
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}

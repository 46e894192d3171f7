using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>Brings the database to the schema that this version needs: Marten's own, then the slices' scripts.</summary>
public sealed class SchemaUpdate(IDocumentStore store, NpgsqlDataSource database, IEnumerable<SchemaScript> scripts)
{
    // Any number, the same on all nodes: two nodes that start at once must not create the same table twice.
    private const long LockKey = 0x696F7421;

    /// <summary>Applies what is missing; safe to repeat, and for several nodes at once.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Run(connection, $"select pg_advisory_lock({LockKey})", cancellation);
        try
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            foreach (var script in scripts) await Run(connection, script.Sql, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        finally
        {
            await Run(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Applies the schema to a database that has none: for commands that come before the first start.</summary>
    public async Task ApplyIfEmptyAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select to_regclass('iot.mt_events') is null");
        if (await command.ExecuteScalarAsync(cancellation) is true) await ApplyAsync(cancellation);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        // What an earlier version stored may take its time to be carried over.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

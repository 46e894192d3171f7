using IotPlatform.Cli;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>Lets one at a time fold documents anew, on all machines.</summary>
public sealed class RebuildLock(NpgsqlDataSource database)
{
    // Any number, the same on all nodes.
    private const long Key = 0x696F7422;

    /// <summary>Holds the lock until it is disposed of, or the process ends.</summary>
    /// <exception cref="RefusedException">Somebody has it.</exception>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        if (await TryAsync(connection, cancellation)) return new Held(connection);
        await connection.DisposeAsync();
        throw new RefusedException("Projections are being rebuilt or verified by somebody else. Wait until that has ended.");
    }

    /// <summary>Holds the lock as soon as nobody else does.</summary>
    public async Task<IAsyncDisposable> WaitAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({Key})", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
        return new Held(connection);
    }

    private static async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Key})", connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    // Connections are not reset when they go back to the pool.
    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = new NpgsqlCommand($"select pg_advisory_unlock({Key})", connection))
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            await connection.DisposeAsync();
        }
    }
}

using IotPlatform.Cli;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>
/// A moment at which documents stand still, long enough to bring others to the same event. Reads go on. What would write the documents waits:
/// the daemon for those that it folds, commands for those that are folded in their transactions.
/// </summary>
public sealed class Freeze : IAsyncDisposable
{
    // Shorter than PostgreSQL waits until it ends one of two that wait for each other: whoever serves requests is not the one that is ended.
    private const string LockTimeout = "set local lock_timeout = '500ms'";
    private const int Attempts = 120;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private const string HighWater = "select last_seq_id from iot.mt_event_progression where name = 'HighWaterMark'";

    // Where nothing was ever folded in one shard, it begins with all that there is.
    private const string Progress = $"""
        select last_seq_id from iot.mt_event_progression where name in ('{ReadModels.Shard}', 'HighWaterMark') order by name = '{ReadModels.Shard}' desc limit 1
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Freeze(NpgsqlConnection connection, NpgsqlTransaction transaction, long mark) =>
        (_connection, _transaction, Mark) = (connection, transaction, mark);

    /// <summary>The event up to which the documents are folded.</summary>
    public long Mark { get; }

    /// <summary>How far the documents are, while they move.</summary>
    public static async Task<long> LookAsync(NpgsqlDataSource database, Selection selection, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(selection.IsInline ? HighWater : Progress);
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>
    /// Does <paramref name="work"/> in the transaction of a freeze. When somebody holds what the freeze or the work needs it is given up,
    /// so that nobody queues behind it, and done again a moment later.
    /// </summary>
    public static async Task<T> DuringAsync<T>(
        NpgsqlDataSource database, Selection selection, TimeProvider time, Func<Freeze, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var freeze = await TakeAsync(database, selection, cancellation);
                var result = await work(freeze);
                await freeze._transaction.CommitAsync(cancellation);
                return result;
            }
            catch (PostgresException busy) when (IsBusy(busy) && attempt < Attempts)
            {
                await Task.Delay(Pause, time, cancellation);
            }
            catch (PostgresException busy) when (IsBusy(busy))
            {
                throw new RefusedException($"The tables of {selection.Name} are held by a long transaction, such as a backup. Run it again when that has ended.");
            }
        }
    }

    /// <summary>Executes statements in the transaction of the freeze.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<Freeze> TakeAsync(NpgsqlDataSource database, Selection selection, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand($"{LockTimeout}; {LockOf(selection)}", connection);
            await command.ExecuteNonQueryAsync(cancellation);
            command.CommandText = MarkOf(selection);
            return new(connection, transaction, await command.ExecuteScalarAsync(cancellation) as long? ?? 0);
        }
        catch
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    // Whoever has appended events has its documents written by the time that it lets go of the table of events.
    private static string LockOf(Selection selection) => selection.IsInline
        ? "lock table iot.mt_events in share mode"
        : $"lock table {string.Join(", ", selection.Tables.Select(table => $"iot.{table}"))} in exclusive mode";

    private static string MarkOf(Selection selection) => selection.IsInline
        ? "select coalesce(max(seq_id), 0) from iot.mt_events"
        : Progress;

    private static bool IsBusy(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;
}

using Npgsql;

namespace IotPlatform.Hosting;

/// <summary>
/// The platform's own PostgreSQL, in its data directory, reached over a socket that only its user may open. The process that starts the
/// server holds a lock for as long and stops it on disposal; any other process on the same data directory attaches to it.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan OwnerPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly PostgresServer? _server;
    private readonly FileLock?[] _locks;

    private EmbeddedPostgres(string connectionString, PostgresServer? server, params FileLock?[] locks) =>
        (ConnectionString, _server, _locks) = (connectionString, server, locks);

    /// <summary>How to reach the database; it stays the same for the life of this object.</summary>
    public string ConnectionString { get; }

    /// <summary>This process has started the server and will stop it.</summary>
    public bool IsOwner => _server is not null;

    /// <summary>Id of the server's main process, if this process has started it.</summary>
    public int? ServerProcessId => _server?.ProcessId;

    /// <summary>The connection string of the server that now runs on a data directory, or null.</summary>
    public static string? Find(string dataDirectory)
    {
        var running = PostmasterPid.Read(DataDirectory.At(dataDirectory).Cluster);
        return running is { IsReady: true } && Path.Exists(Path.Combine(running.SocketFolder, ".s.PGSQL.5432"))
            ? PostgresServer.ConnectionTo(running.SocketFolder, PostgresServer.Database)
            : null;
    }

    /// <summary>For the platform: starts the server, and refuses a data directory on which another platform runs.</summary>
    /// <param name="dataDirectory">Made if it is missing.</param>
    /// <param name="say">Told, in one line each, what takes time or is out of the ordinary.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartupException">It does not start; the message says why.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        string dataDirectory, Action<string> say, CancellationToken cancellation = default)
    {
        var data = DataDirectory.Open(dataDirectory);
        var platform = FileLock.TryAcquire(data.PlatformLock) ?? throw new StartupException(
            $"Another platform ({FileLock.HolderOf(data.PlatformLock)}) already runs on the data directory {data.FullPath}: "
            + "stop it, or choose another one with IOT_DATA_DIR.");
        try
        {
            var server = await AcquireAsync(data, cancellation);
            return await StartOwnedAsync(data, say, cancellation, server, platform);
        }
        catch
        {
            platform.Dispose();
            throw;
        }
    }

    /// <summary>For a command: attaches to the server if one runs, else starts it, to be stopped again on disposal.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<EmbeddedPostgres> StartOrAttachAsync(
        string dataDirectory, Action<string> say, CancellationToken cancellation = default)
    {
        var data = DataDirectory.Open(dataDirectory);
        for (var waited = TimeSpan.Zero; waited < OwnerPatience; waited += Pause)
        {
            if (FileLock.TryAcquire(data.ServerLock) is { } owned) return await StartOwnedAsync(data, say, cancellation, owned);
            if (Find(dataDirectory) is { } running && await AnswersAsync(running, cancellation)) return new EmbeddedPostgres(running, null);
            await Task.Delay(Pause, cancellation);
        }
        throw Busy(data);
    }

    /// <summary>Stops the server if this process started it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        foreach (var held in _locks) held?.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartOwnedAsync(
        DataDirectory data, Action<string> say, CancellationToken cancellation, params FileLock[] locks)
    {
        try
        {
            var cluster = await PostgresCluster.OpenAsync(data, say, cancellation);
            var server = await PostgresServer.StartAsync(cluster, say, cancellation);
            return new EmbeddedPostgres(server.ConnectionString, server, locks);
        }
        catch
        {
            locks[0].Dispose();
            throw;
        }
    }

    private static async Task<FileLock> AcquireAsync(DataDirectory data, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < OwnerPatience; waited += Pause)
        {
            if (FileLock.TryAcquire(data.ServerLock) is { } owned) return owned;
            await Task.Delay(Pause, cancellation);
        }
        throw Busy(data);
    }

    private static StartupException Busy(DataDirectory data) => new(
        $"The embedded PostgreSQL of {data.FullPath} is held by {FileLock.HolderOf(data.ServerLock)}, which neither finishes nor answers: stop it first.");

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

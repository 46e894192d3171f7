using Npgsql;

namespace IotPlatform.Hosting;

/// <summary>The running server of a cluster: started, watched, started again should it die, and stopped.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The database of the platform.</summary>
    public const string Database = "iot";

    // Roll-forward after a power failure may have to read max_wal_size and more from a slow disk.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresCluster _cluster;
    private readonly SocketFolder _socket;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresProcess _process;
    private Task _watch = Task.CompletedTask;

    private PostgresServer(PostgresCluster cluster, SocketFolder socket, PostgresProcess process, Action<string> say) =>
        (_cluster, _socket, _process, _say) = (cluster, socket, process, say);

    /// <summary>How to reach the database.</summary>
    public string ConnectionString => ConnectionTo(_socket.Path, Database);

    /// <summary>The server's main process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the server and makes sure of the database in it; one that a killed platform left running is stopped first.</summary>
    public static async Task<PostgresServer> StartAsync(PostgresCluster cluster, Action<string> say, CancellationToken cancellation)
    {
        await OrphanedServer.StopAsync(cluster.Folder, say, cancellation);
        var socket = await SocketFolder.ForAsync(cluster, cancellation);
        var process = await LaunchAsync(cluster, socket, say, cancellation);
        try
        {
            await EnsureDatabaseAsync(socket, cancellation);
        }
        catch
        {
            await process.StopAsync(StopPatience);
            throw;
        }
        var server = new PostgresServer(cluster, socket, process, say);
        server._watch = server.WatchAsync();
        return server;
    }

    /// <summary>A connection string for a database behind a socket.</summary>
    public static string ConnectionTo(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = 5432,
        Username = PostgresCluster.Role,
        Database = database,
        // Leaves room below max_connections for the command line and for psql.
        MaxPoolSize = 80,
    }.ConnectionString;

    /// <summary>Stops the server; all that was committed is on disk before and after.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await _process.StopAsync(StopPatience);
        _socket.Remove();
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            await Task.WhenAny(_process.Exited, Task.Delay(Timeout.Infinite, _stopping.Token));
            if (_stopping.IsCancellationRequested) return;
            _say($"The embedded PostgreSQL ended on its own (its log is in {_cluster.Folder}/log); starting it again.");
            await Task.WhenAny(Task.Delay(pause, _stopping.Token));
            if (_stopping.IsCancellationRequested) return;
            try
            {
                _process = await LaunchAsync(_cluster, _socket, _say, _stopping.Token);
            }
            catch (Exception e) when (e is StartupException or OperationCanceledException or IOException)
            {
                if (e is StartupException) _say(e.Message);
                pause = TimeSpan.FromSeconds(Math.Min(30, pause.TotalSeconds * 2));
            }
        }
    }

    private static async Task<PostgresProcess> LaunchAsync(
        PostgresCluster cluster, SocketFolder socket, Action<string> say, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var mark = cluster.MarkLog();
            var process = await PostgresProcess.StartAsync(cluster, socket.Path);
            if (await IsReadyAsync(cluster.Folder, process, say, cancellation)) return process;
            await process.StopAsync(StopPatience);
            var complaint = Complaint(cluster, process, mark);
            // Workers of a killed server hold its memory for a moment longer than it lived.
            if (attempt < 20 && complaint.Contains("shared memory block", StringComparison.Ordinal)) await Task.Delay(Pause * 10, cancellation);
            else throw new StartupException($"The embedded PostgreSQL in {cluster.Folder} does not start: {complaint}");
        }
    }

    private static async Task<bool> IsReadyAsync(
        string cluster, PostgresProcess process, Action<string> say, CancellationToken cancellation)
    {
        var waited = TimeSpan.Zero;
        while (waited < StartPatience && !process.Exited.IsCompleted)
        {
            if (PostmasterPid.Read(cluster) is { IsReady: true } file && file.ProcessId == process.Id) return true;
            await Task.Delay(Pause, cancellation);
            waited += Pause;
            if (waited == Pause * 100) say("PostgreSQL is still starting: it recovers what the last run had not written to its tables.");
        }
        return false;
    }

    private static async Task EnsureDatabaseAsync(SocketFolder socket, CancellationToken cancellation)
    {
        await using var maintenance = NpgsqlDataSource.Create(ConnectionTo(socket.Path, "postgres") + ";Pooling=false");
        await using var exists = maintenance.CreateCommand($"select 1 from pg_database where datname = '{Database}'");
        if (await exists.ExecuteScalarAsync(cancellation) is not null) return;
        await using var create = maintenance.CreateCommand($"create database {Database}");
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private static string Complaint(PostgresCluster cluster, PostgresProcess process, Dictionary<string, long> mark)
    {
        var line = cluster.LastComplaint(mark) ?? process.LastComplaint ?? "it says nothing";
        return line[Math.Max(0, line.IndexOf("FATAL:", StringComparison.Ordinal))..];
    }
}

using Npgsql;

namespace IotPlatform.Hosting;

/// <summary>
/// The database that this process works on: the configured PostgreSQL, or the embedded one for as long as this object lives.
/// </summary>
public sealed class PlatformDatabase : IAsyncDisposable
{
    // For verbs that describe the application: well-formed, and never connected to.
    private const string Nowhere = "Host=/nonexistent;Database=iot;Username=iot";

    private readonly EmbeddedPostgres? _embedded;

    private PlatformDatabase(string connectionString, EmbeddedPostgres? embedded) =>
        (ConnectionString, _embedded) = (connectionString, embedded);

    /// <summary>For Npgsql and Marten.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes the database ready.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="use">What it is wanted for.</param>
    /// <param name="say">Told, in one line each, what takes time or is out of the ordinary.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartupException">It cannot be had; the message says why.</exception>
    public static async Task<PlatformDatabase> OpenAsync(
        PlatformSettings settings, DatabaseUse use, Action<string> say, CancellationToken cancellation = default)
    {
        if (use is DatabaseUse.None) return new PlatformDatabase(settings.Postgres ?? Nowhere, null);
        if (settings.Postgres is { } configured)
        {
            await RequireReachableAsync(configured, cancellation);
            return new PlatformDatabase(configured, null);
        }
        var embedded = use is DatabaseUse.Serve
            ? await EmbeddedPostgres.StartAsync(settings.DataDirectory, say, cancellation)
            : await EmbeddedPostgres.StartOrAttachAsync(settings.DataDirectory, say, cancellation);
        return new PlatformDatabase(embedded.ConnectionString, embedded);
    }

    /// <summary>Stops the embedded database if this process started it. Only after the host has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    private static async Task RequireReachableAsync(string connectionString, CancellationToken cancellation)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(target.ConnectionString);
            await connection.OpenAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new StartupException(StartupFailure.DescribeUnreachable(e, $"{target.Host}:{target.Port}"), e);
        }
    }
}

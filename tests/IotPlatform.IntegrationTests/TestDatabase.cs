using System.Collections.Concurrent;
using IotPlatform.Hosting;
using Npgsql;

namespace IotPlatform.IntegrationTests;

/// <summary>
/// One PostgreSQL for the whole run, started when the first test asks for a database and removed at the end: an embedded one in a
/// folder of its own, or the server whose connection string IOT_TEST_POSTGRES holds.
/// </summary>
public static class TestDatabase
{
    // Several platforms run at once, and the server has a hundred connections for all of them.
    private const int MostConnections = 24;

    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static readonly ConcurrentQueue<string> Names = new();
    private static readonly string Folder = TestFolder.NewPath();
    private static EmbeddedPostgres? _embedded;
    private static int _count;

    /// <summary>Makes an empty database that no other test uses; gives its connection string.</summary>
    public static async Task<string> CreateAsync()
    {
        var server = await Server.Value;
        var name = $"iot_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync(server, $"create database {name}");
        Names.Enqueue(name);
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = MostConnections }.ConnectionString;
    }

    /// <summary>Removes the databases, and the server if the run has started it.</summary>
    public static async Task RemoveAsync()
    {
        if (!Server.IsValueCreated) return;
        NpgsqlConnection.ClearAllPools();
        var server = await Server.Value;
        if (_embedded is null)
        {
            foreach (var name in Names) await ExecuteAsync(server, $"drop database if exists {name} with (force)");
            return;
        }
        await _embedded.DisposeAsync();
        TestFolder.Remove(Folder);
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("IOT_TEST_POSTGRES") is { Length: > 0 } given) return given;
        _embedded = await EmbeddedPostgres.StartAsync(Folder, _ => { });
        return _embedded.ConnectionString;
    }

    private static async Task ExecuteAsync(string server, string statement)
    {
        await using var source = NpgsqlDataSource.Create(server + ";Pooling=false");
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}

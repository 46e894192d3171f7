using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

/// <summary>
/// A PostgreSQL server of these tests' own, since some of them kill it. The server's binaries are found in IOT_TEST_POSTGRES_BIN, else
/// where Debian puts them.
/// </summary>
public sealed class ScratchPostgres : IAsyncLifetime
{
    private static readonly string Binaries =
        Environment.GetEnvironmentVariable("IOT_TEST_POSTGRES_BIN") ?? "/usr/lib/postgresql/15/bin";
    private readonly string _directory = Directory.CreateTempSubdirectory("iot-telemetry-").FullName;
    private readonly int _port = FreePort();
    private int _databases;

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var server = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = server.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Kills all server processes at once, as a crash does, and starts the server again.</summary>
    public async Task CrashAndRestartAsync()
    {
        await CrashAsync();
        await StartAsync();
    }

    /// <summary>Kills all server processes at once, as a crash does.</summary>
    public Task CrashAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Starts the server, after a crash too.</summary>
    public Task StartAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_directory, "log"), "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory}"), "start");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess) await RunProcessAsync("chown", "postgres", _directory);
        await RunAsync("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync");
        await StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await CrashAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "postgres",
        Database = database,
    }.ConnectionString;

    /// <summary>PostgreSQL refuses to run as root, so a privileged test run drops to its account.</summary>
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries, program);
        return Environment.IsPrivilegedProcess
            ? RunProcessAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunProcessAsync(path, arguments);
    }

    private static async Task RunProcessAsync(string program, params string[] arguments)
    {
        // Output is not read through pipes: the server inherits them and would keep them open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests of the telemetry path share one server and run one after the other, since some restart it.</summary>
[CollectionDefinition("telemetry")]
public sealed class TelemetryTests : ICollectionFixture<ScratchPostgres>;

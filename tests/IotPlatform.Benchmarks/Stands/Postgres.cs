using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>
/// A private PostgreSQL server in the stand's folder, with its defaults: fsync and synchronous_commit on. Everything that is
/// compared stores its data here, each in a database of its own.
/// </summary>
internal sealed class Postgres : IDisposable
{
    /// <summary>Its data, below the stand's folder.</summary>
    public const string DataFolder = "pg";

    private const string Server = "postgres";
    private const string ServerUser = "postgres";

    private readonly ChildProcess _process;
    private readonly int _port = Ports.Free();

    public Postgres(string folder)
    {
        var data = Path.Combine(folder, DataFolder);
        Directory.CreateDirectory(data);
        var asServerUser = Environment.IsPrivilegedProcess
            ? new[] { "setpriv", $"--reuid={ServerUser}", $"--regid={ServerUser}", "--clear-groups" } : [];
        if (Environment.IsPrivilegedProcess) Run(["chown", ServerUser, data], folder);
        Run([.. asServerUser, Binary("initdb"), "-D", data, "-A", "trust", "-U", Server, "-E", "UTF8", "--locale=C", "--no-sync"], folder);
        // Room for both pools, and no checkpoint in the middle of a round.
        string[] settings =
        [
            "max_connections=300", "max_wal_size=4GB", "checkpoint_timeout=30min", "listen_addresses=127.0.0.1", "unix_socket_directories=",
        ];
        _process = new ChildProcess(
            Server, folder,
            [.. asServerUser, Binary(Server), "-D", data, "-p", $"{_port}", .. settings.SelectMany(setting => new[] { "-c", setting })],
            stopSignal: Native.Interrupt);
        _process.WaitUntilReady(Accepts, TimeSpan.FromSeconds(30));
    }

    public int ProcessId => _process.Id;

    /// <summary>Makes the database when it is not there, and returns how to connect to it.</summary>
    public string Database(string name)
    {
        using var connection = Open("postgres");
        using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        exists.Parameters.Add(new() { Value = name });
        using var create = new NpgsqlCommand($"create database {name}", connection);
        if (exists.ExecuteScalar() is null) create.ExecuteNonQuery();
        return ConnectionString(name);
    }

    public NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false;Max Auto Prepare=20");
        connection.Open();
        return connection;
    }

    public void Dispose() => _process.Dispose();

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={Server};Database={database}";

    private bool Accepts()
    {
        try
        {
            using var connection = Open("postgres");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static void Run(IReadOnlyList<string> command, string folder)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode is not 0) throw new LoadException($"{string.Join(' ', command)} failed: {errors.Result.Trim()}");
    }

    /// <summary>On the PATH, or the newest that Debian's packages have put where the PATH does not lead.</summary>
    private static string Binary(string name)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => d + "/bin")
            : [];
        return onPath.Concat(packaged).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new LoadException($"{name} is neither on the PATH nor in /usr/lib/postgresql; install it: apt install postgresql");
    }
}

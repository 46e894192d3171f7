using System.Diagnostics;
using IotPlatform.Hosting;
using Npgsql;
using Shouldly;

namespace IotPlatform.IntegrationTests.Hosting;

/// <summary>A data directory of the test's own, and what tests ask of the server in it.</summary>
public abstract class EmbeddedPostgresContext : IDisposable
{
    /// <summary>
    /// Not a temporary folder of the runtime's making: PostgreSQL's own user must be able to enter it when the tests run as root.
    /// </summary>
    protected string Folder { get; } = Path.Combine("/tmp", $"iot-test-{Path.GetRandomFileName()}");

    /// <summary>What the database told the operator.</summary>
    protected List<string> Said { get; } = [];

    /// <summary>The server's own files.</summary>
    protected string Cluster => Path.Combine(Folder, "postgres");

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    protected Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(Folder, Said.Add);

    protected static Task<string?> AskAsync(EmbeddedPostgres database, string query) => ScalarAsync(database.ConnectionString, query);

    protected static Task DoAsync(EmbeddedPostgres database, string statement) => ExecuteAsync(database.ConnectionString, statement);

    protected static async Task<string?> ScalarAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(query);
        return (string?)await command.ExecuteScalarAsync();
    }

    protected static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// A server of this directory that is nobody's child, as on a system that does not tell children of their parent's death.
    /// </summary>
    protected async Task<int> StartOrphanAsync()
    {
        await ServerToolAsync("pg_ctl", "start", "-w", "-D", Cluster, "-o", $"-k {Cluster}", "-l", Path.Combine(Cluster, "orphan.log"));
        return int.Parse((await File.ReadAllLinesAsync(Path.Combine(Cluster, "postmaster.pid")))[0]);
    }

    protected Task<string> ControlDataAsync() => ServerToolAsync("pg_controldata", Cluster);

    protected static async Task<string> ServerToolAsync(string name, params string[] arguments)
    {
        var folder = Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(path => path).First();
        using var process = Start(AsServer([Path.Combine(folder, "bin", name), .. arguments]));
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await FirstOutput(process) : throw new InvalidOperationException($"{name} failed");
    }

    protected static string[] AsServer(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", .. command] : command;

    protected static Process Start(string[] command) =>
        Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;

    // A server started by pg_ctl keeps our end of the pipe open: what is there is read, the end is not waited for.
    protected static async Task<string> FirstOutput(Process process)
    {
        var buffer = new char[65_536];
        return new string(buffer, 0, await process.StandardOutput.ReadAsync(buffer));
    }

    protected static bool IsAlive(int processId)
    {
        var status = $"/proc/{processId}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ");
    }

    protected static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++) await Task.Delay(50);
        condition().ShouldBeTrue();
    }
}

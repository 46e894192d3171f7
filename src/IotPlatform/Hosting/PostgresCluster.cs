using System.Globalization;

namespace IotPlatform.Hosting;

/// <summary>The files of the embedded PostgreSQL: made once, its configuration written at every start.</summary>
/// <param name="Folder">The server's data folder.</param>
/// <param name="Binaries">The programs of the version that made it.</param>
/// <param name="User">Whom it belongs to.</param>
internal sealed record PostgresCluster(string Folder, PostgresBinaries Binaries, PostgresUser User)
{
    /// <summary>The only role, and its superuser: whoever may enter the folder with the socket is the operator.</summary>
    public const string Role = "iot";

    private const string Configuration = """
        # Written at every start. For settings of your own use ALTER SYSTEM SET ..., which wins over this file.
        listen_addresses = ''
        max_connections = 100
        shared_buffers = 128MB
        wal_compression = on
        max_wal_size = 2GB
        checkpoint_completion_target = 0.9
        idle_in_transaction_session_timeout = 60s
        jit = off
        # An acknowledged command or message survives a power failure.
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        # One file a weekday, overwritten after a week. Statements may hold secrets and are not logged, not even failed ones.
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        log_statement = none
        log_min_error_statement = panic
        log_checkpoints = off
        """;

    /// <summary>Opens the cluster of a data directory, making it on first use.</summary>
    public static async Task<PostgresCluster> OpenAsync(DataDirectory data, Action<string> say, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new StartupException("The embedded PostgreSQL runs on Linux and macOS only: set ConnectionStrings__Postgres.");
        var user = await PostgresUser.ChooseAsync(data.Cluster, cancellation);
        var cluster = new PostgresCluster(data.Cluster, await PostgresBinaries.FindAsync(MadeBy(data.Cluster), cancellation), user);
        if (!Directory.Exists(data.Cluster)) await cluster.CreateAsync(say, cancellation);
        await user.RequireAccessAsync(data.Cluster, cancellation);
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "iot.conf"), Configuration + "\n", cancellation);
        return cluster;
    }

    /// <summary>How far the server's log reaches now, to be able to tell later what is new in it.</summary>
    public Dictionary<string, long> MarkLog() => LogFiles().ToDictionary(file => file.Name, file => file.Length);

    /// <summary>The last thing that the server complained about in its log since <paramref name="mark"/>; null: nothing.</summary>
    public string? LastComplaint(Dictionary<string, long> mark) => LogFiles()
        .OrderBy(file => file.LastWriteTimeUtc)
        .SelectMany(file => LinesSince(file, mark.GetValueOrDefault(file.Name))).LastOrDefault(IsComplaint);

    /// <summary>A line of the server's log that tells why it gave up.</summary>
    public static bool IsComplaint(string line) =>
        line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal);

    private IEnumerable<FileInfo> LogFiles() =>
        new DirectoryInfo(Path.Combine(Folder, "log")) is { Exists: true } folder ? folder.EnumerateFiles() : [];

    private static IEnumerable<string> LinesSince(FileInfo file, long position)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        // A log that has become shorter was begun anew.
        stream.Position = position <= stream.Length ? position : 0;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static int? MadeBy(string folder)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        if (File.Exists(file)) return int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        if (!Directory.Exists(folder)) return null;
        throw new StartupException(
            $"{folder} is there, but holds no PostgreSQL data that this user can read: run as the user who made it, or move it away.");
    }

    /// <summary>Made beside its place and moved there when complete, so that a start cut short leaves nothing half made.</summary>
    private async Task CreateAsync(Action<string> say, CancellationToken cancellation)
    {
        say($"Making a new PostgreSQL {Binaries.Major} database in {Folder}.");
        var fresh = Folder + ".new";
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        await User.MakePrivateFolderAsync(fresh, cancellation);
        // Text sorts by code point, the same on every machine; upper and lower case are those of Unicode.
        var characters = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";
        var made = await Tool.RunAsync(
            [.. User.Prefix, Binaries.InitDb, "-D", fresh, "-U", Role, "--encoding=UTF8", "--locale=C", $"--lc-ctype={characters}",
                "--auth-local=trust", "--auth-host=reject"], cancellation);
        if (made.ExitCode != 0)
            throw new StartupException($"The embedded PostgreSQL database could not be made in {Folder}: {made.LastLine}");
        await File.AppendAllTextAsync(Path.Combine(fresh, "postgresql.conf"), "\ninclude 'iot.conf'\n", cancellation);
        Directory.Move(fresh, Folder);
    }
}

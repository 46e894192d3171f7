using System.Globalization;
using Npgsql;

namespace IotPlatform.Hosting;

/// <summary>Runs <c>pg_dump</c> and <c>pg_restore</c> against the platform's database.</summary>
internal sealed class PostgresClient
{
    private readonly string _folder;
    private readonly IReadOnlyList<(string, string)> _environment;

    private PostgresClient(string folder, IReadOnlyList<(string, string)> environment) => (_folder, _environment) = (folder, environment);

    /// <summary>The installed programs that know a server of this major version: its own, else the newest.</summary>
    /// <exception cref="StartupException">There are none.</exception>
    public static async Task<PostgresClient> FindAsync(string connectionString, int serverMajor, CancellationToken cancellation)
    {
        var fitting = new List<(string Folder, int Major)>();
        foreach (var folder in PostgresBinaries.Folders().Distinct().Where(folder => File.Exists(Path.Combine(folder, "pg_dump"))))
        {
            var major = await PostgresBinaries.MajorOfProgramAsync(Path.Combine(folder, "pg_dump"), cancellation);
            if (major >= serverMajor) fitting.Add((folder, major.Value));
        }
        // A Debian wrapper in /usr/bin chooses a version by itself; the folders of the versions are what they say.
        var chosen = fitting.OrderBy(found => found.Major != serverMajor).ThenByDescending(found => found.Major).FirstOrDefault();
        return chosen.Folder is null
            ? throw new StartupException(
                $"pg_dump and pg_restore of PostgreSQL {serverMajor} or newer are missing: "
                + "install them (Debian, Ubuntu: apt-get install postgresql-client).")
            : new PostgresClient(chosen.Folder, EnvironmentOf(connectionString));
    }

    /// <summary>Runs a program to its end; the password travels in the environment, where other users cannot read it.</summary>
    public Task<Tool.Outcome> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        Tool.RunAsync([Path.Combine(_folder, program), .. arguments], _environment, cancellation);

    private static List<(string, string)> EnvironmentOf(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        List<(string Name, string? Value)> all =
        [
            ("PGHOST", target.Host), ("PGPORT", target.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", target.Database),
            ("PGUSER", target.Username), ("PGPASSWORD", target.Password), ("PGSSLROOTCERT", target.RootCertificate),
            ("PGSSLMODE", SslModeOf(target.SslMode)),
        ];
        return [.. all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => (one.Name, one.Value!))];
    }

    private static string SslModeOf(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}

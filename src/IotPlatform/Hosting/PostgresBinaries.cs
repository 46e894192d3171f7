using System.Globalization;

namespace IotPlatform.Hosting;

/// <summary>A folder with the programs of one PostgreSQL server version.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Major">The major version, such as 15.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version the platform runs on.</summary>
    public const int OldestMajor = 15;

    private const string Remedy =
        "install them (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17) or set ConnectionStrings__Postgres";

    public string Server => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>The newest installed version; for existing data, the version that made them.</summary>
    /// <exception cref="StartupException">It is not installed.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? madeBy, CancellationToken cancellation)
    {
        var installed = new List<PostgresBinaries>();
        foreach (var folder in Folders().Distinct().Where(IsServer))
            if (await MajorOfAsync(folder, cancellation) is { } major) installed.Add(new PostgresBinaries(folder, major));
        return Choose(installed, madeBy);
    }

    /// <summary>The one to use; <paramref name="installed"/> is in the order in which the folders were searched.</summary>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> installed, int? madeBy)
    {
        var found = installed.Count == 0 ? "none" : string.Join(", ", installed.Select(binaries => binaries.Major).Distinct());
        if (madeBy is { } major)
            return installed.FirstOrDefault(binaries => binaries.Major == major) ?? throw new StartupException(
                $"The embedded database was made by PostgreSQL {major}, whose server programs are not installed (found: {found}): "
                + $"install version {major}, or bring the data up to date with pg_upgrade.");
        return installed.Where(binaries => binaries.Major >= OldestMajor).MaxBy(binaries => binaries.Major)
            ?? throw new StartupException(
                $"No server programs of PostgreSQL {OldestMajor} or newer were found (found: {found}): {Remedy}.");
    }

    private static bool IsServer(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    /// <summary>Where programs of PostgreSQL may be, in the order in which they are searched.</summary>
    public static IEnumerable<string> Folders() =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        .. Children("/usr/lib/postgresql", "*", "bin"),
        .. Children("/usr", "pgsql-*", "bin"),
        .. Children("/opt/homebrew/opt", "postgresql*", "bin"),
        .. Children("/usr/local/opt", "postgresql*", "bin"),
    ];

    private static IEnumerable<string> Children(string parent, string pattern, string child) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, child))
        : [];

    private static Task<int?> MajorOfAsync(string folder, CancellationToken cancellation) =>
        MajorOfProgramAsync(Path.Combine(folder, "postgres"), cancellation);

    /// <summary>The major version that a program says it is of.</summary>
    public static async Task<int?> MajorOfProgramAsync(string program, CancellationToken cancellation)
    {
        // "postgres (PostgreSQL) 15.18 (Debian ...)", "postgres (PostgreSQL) 18beta1"
        var outcome = await Tool.RunAsync([program, "--version"], cancellation);
        var version = outcome.Output.Split(' ').ElementAtOrDefault(2) ?? "";
        return int.TryParse(version.AsSpan(0, version.TakeWhile(char.IsAsciiDigit).Count()), CultureInfo.InvariantCulture, out var major)
            ? major
            : null;
    }
}

namespace IotPlatform.Hosting;

/// <summary>The folder in which a platform keeps what is not in its database, and the embedded database itself.</summary>
public sealed record DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataDirectory(string path) => FullPath = path;

    /// <summary>Absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The bootstrap API key, mode 600.</summary>
    public string ApiKeyFile => Path.Combine(FullPath, "api-key");

    /// <summary>Details of failed starts.</summary>
    public string LogDirectory => Path.Combine(FullPath, "logs");

    /// <summary>The files of the embedded PostgreSQL.</summary>
    public string Cluster => Path.Combine(FullPath, "postgres");

    /// <summary>Locked by the platform that runs on this folder.</summary>
    internal string PlatformLock => Path.Combine(FullPath, "platform.lock");

    /// <summary>Locked by the process that has started the embedded PostgreSQL and will stop it.</summary>
    internal string ServerLock => Path.Combine(FullPath, "server.lock");

    /// <summary>The folder by its path; nothing is touched.</summary>
    public static DataDirectory At(string path) => new(Path.GetFullPath(path));

    /// <summary>Makes the folder if it is missing, and makes sure that it can be written.</summary>
    /// <exception cref="StartupException">It cannot be made or written.</exception>
    public static DataDirectory Open(string path)
    {
        var directory = At(path);
        var probe = Path.Combine(directory.FullPath, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(directory.FullPath);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The data directory {directory.FullPath} cannot be written by user {Environment.UserName}: hand it over to that user, "
                + "or choose another one with IOT_DATA_DIR.", e);
        }
    }

    /// <summary>Writes a file that only its owner may read, as a whole or not at all.</summary>
    public static void WriteSecret(string file, string text)
    {
        var fresh = file + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(fresh, options)) writer.Write(text);
        File.Move(fresh, file, overwrite: true);
    }
}

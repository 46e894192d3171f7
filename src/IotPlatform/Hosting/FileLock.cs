using System.Globalization;

namespace IotPlatform.Hosting;

/// <summary>
/// A lock that one process at a time holds on a file, and that the operating system releases when the process ends, however it ends.
/// A file beside it names the holder, for messages only.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>The lock, or null while another process holds it.</summary>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            var held = new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.WriteAllText(HolderFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException($"{path} belongs to another user: run as the user who made the data directory.", e);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Who holds the lock, as text for a message.</summary>
    public static string HolderOf(string path)
    {
        try
        {
            return $"process {File.ReadAllText(HolderFile(path)).Trim()}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }

    public void Dispose()
    {
        File.Delete(HolderFile(_file.Name));
        _file.Dispose();
    }

    private static string HolderFile(string path) => Path.ChangeExtension(path, ".pid");
}

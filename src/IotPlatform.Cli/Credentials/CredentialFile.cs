using System.Text;
using CsvHelper;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Credentials;

/// <summary>
/// Keeps devices' passwords, which the platform shows once, in a table that its owner alone can read. Each is on disk before its device is
/// used, and what is there stays where it is, so that no interruption takes one away; of a device the last row counts.
/// </summary>
public sealed class CredentialFile : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Header = "device_id,username,password";

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileStream _file;
    private readonly CsvWriter _csv;

    /// <summary>Opens the file, or begins it.</summary>
    public CredentialFile(string path)
    {
        _path = path;
        _file = Open(path);
        _csv = CsvWriter.Create(_file, CsvWriterOptions.Default with { NewLine = "\n" });
    }

    /// <summary>What a file holds; nothing where there is none.</summary>
    public static async Task<IReadOnlyCollection<DeviceCredentials>> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return [];
        Check(path);
        var kept = new Dictionary<string, DeviceCredentials>();
        await using var file = InFile.Open(path);
        using var table = new CsvTable(file);
        while (await table.NextAsync(cancellation))
            if (table.Fault is null) kept[table[0]] = new(table[0], table[1], table[2]);
        return kept.Values;
    }

    /// <summary>Keeps credentials.</summary>
    public void Add(DeviceCredentials credentials)
    {
        lock (_lock)
        {
            Write(credentials);
            Flush();
        }
    }

    /// <summary>Takes devices out and closes the file, which goes when nobody is left in it.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> deviceIds)
    {
        Dispose();
        var rest = (await ReadAsync(_path, default)).ExceptBy(deviceIds, one => one.DeviceId).ToList();
        if (rest.Count == 0)
        {
            File.Delete(_path);
            return;
        }
        var next = $"{_path}.unfinished";
        File.Delete(next);
        using (var file = new CredentialFile(next))
        {
            rest.ForEach(file.Write);
            file.Flush();
        }
        File.Move(next, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private void Write(DeviceCredentials one) => _csv.WriteRecord(one.DeviceId, one.Username, one.Password);

    private void Flush()
    {
        _csv.Flush();
        _file.Flush(flushToDisk: true);
    }

    private static FileStream Open(string path)
    {
        try
        {
            Check(path);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerAlone;
            var file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerAlone);
            if (file.Length == 0) file.Write(Encoding.UTF8.GetBytes(Header));
            file.Seek(-1, SeekOrigin.End);
            // What a crash cut off takes no other row with it.
            if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
            return file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--credentials: {path} cannot be written: {fault.Message}");
        }
    }

    // A slip with names must not put passwords at the end of another file.
    private static void Check(string path)
    {
        if (File.Exists(path) && File.ReadLines(path).FirstOrDefault() is { } first && first != Header)
            throw new RefusedException($"--credentials: {path} is there, and holds no credentials: name another file");
    }
}

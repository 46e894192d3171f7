using System.Text.Json.Nodes;
using CsvHelper;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>
/// Keeps the passwords of new devices, which the platform shows once, in a file that its owner alone can read. Each is on disk before the
/// next row is begun, and an import that is run again appends, so that no interruption takes one away.
/// </summary>
public sealed class CredentialFile : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly IReadOnlyList<string> Shown = ["device_id", "mqtt_username", "mqtt_password"];

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly CsvWriter _csv;

    /// <summary>Opens the file, or begins it.</summary>
    public CredentialFile(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerAlone;
            _file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerAlone);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--credentials: {path} cannot be written: {fault.Message}");
        }
        _csv = CsvWriter.Create(_file, CsvWriterOptions.Default with { NewLine = "\n" });
        if (_file.Length == 0) Write("device_id", "username", "password");
    }

    /// <summary>Keeps the credentials that the answer to a registration shows.</summary>
    public void Add(JsonNode registered)
    {
        string[] cells = [.. Shown.Select(member => registered[member]!.ToString())];
        lock (_lock) Write(cells);
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private void Write(params string[] cells)
    {
        _csv.WriteRecord(cells);
        _csv.Flush();
        _file.Flush(flushToDisk: true);
    }
}

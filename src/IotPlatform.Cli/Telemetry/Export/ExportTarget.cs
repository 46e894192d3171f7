namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>Where an export goes. A file appears under its name only once it is whole.</summary>
internal sealed class ExportTarget : IAsyncDisposable
{
    private readonly string? _path;
    private bool _isKept;

    private ExportTarget(string? path, Stream stream) => (_path, Stream) = (path, stream);

    public Stream Stream { get; }

    public static ExportTarget Open(string? path)
    {
        if (path is null) return new ExportTarget(null, Console.OpenStandardOutput());
        try
        {
            return new ExportTarget(path, File.Create(Part(path)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{path} can't be written: {fault.Message}");
        }
    }

    public void Keep() => _isKept = true;

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (_path is null) return;
        if (_isKept) File.Move(Part(_path), _path, overwrite: true);
        else File.Delete(Part(_path));
    }

    private static string Part(string path) => $"{path}.part";
}

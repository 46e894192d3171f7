using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>The file that is imported, which knows how much of it is read; <c>-</c> is standard input, whose end nobody knows.</summary>
public sealed class ImportFile : IDisposable
{
    private readonly Stream _stream;

    /// <summary>Opens the file.</summary>
    public ImportFile(string path)
    {
        _stream = InFile.Open(path);
        Text = new StreamReader(_stream);
    }

    /// <summary>What it holds.</summary>
    public TextReader Text { get; }

    /// <summary>The part that is read, between 0 and 1; null where nobody knows.</summary>
    public double? PartRead => _stream.CanSeek && _stream.Length > 0 ? (double)_stream.Position / _stream.Length : null;

    /// <inheritdoc/>
    public void Dispose() => Text.Dispose();
}

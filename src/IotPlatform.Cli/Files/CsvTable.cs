using CsvHelper;

namespace IotPlatform.Cli.Files;

/// <summary>Reads a table row by row: its header names the columns, and each row has a cell for each of them.</summary>
public sealed class CsvTable : IDisposable
{
    // An opening quote without its end would otherwise make one cell of the rest of the file.
    private const int MaxRowBytes = 1 << 20;

    private readonly CsvReader _reader;
    private long? _malformed;

    /// <summary>The table that a text holds.</summary>
    public CsvTable(TextReader text) => (_reader, Columns) = Begin(options => CsvReader.Create(text, options, leaveOpen: true));

    /// <summary>The table that a file holds.</summary>
    public CsvTable(Stream file) => (_reader, Columns) = Begin(options => CsvReader.Create(file, options, leaveOpen: true));

    /// <summary>The names in the header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line at which the row begins, as an editor counts: that of the header is 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>What is wrong with the row before its cells are looked at, and what to do; null: nothing.</summary>
    public (string What, string Remedy)? Fault =>
        _malformed == _reader.RowNumber + 1 ? ("has quotes in the wrong places", "quote a cell as a whole, and double the quotes in it")
        : _reader.FieldCount != Columns.Count
            ? ($"has {_reader.FieldCount} cells under {Columns.Count} columns", "quote cells that hold commas")
        : null;

    /// <summary>A cell of the row.</summary>
    public string this[int column] => _reader.GetString(column);

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="RefusedException">Nobody can tell where the next row begins.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _reader.ReadAsync(cancellation);
        }
        catch (CsvFormatException fault)
        {
            throw Unreadable(fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private (CsvReader Reader, IReadOnlyList<string> Columns) Begin(Func<CsvReaderOptions, CsvReader> open)
    {
        try
        {
            var reader = open(CsvReaderOptions.Default with
            {
                Separator = ',',
                MaxRecordSize = MaxRowBytes,
                TrackLineNumbers = true,
                OnMalformedRecord = record => _malformed = record.RecordNumber,
            });
            reader.ReadHeader();
            return (reader, [.. reader.Headers]);
        }
        catch (CsvFormatException fault)
        {
            throw Unreadable(fault);
        }
    }

    private static RefusedException Unreadable(CsvFormatException fault) =>
        new($"The table cannot be read from row {fault.RecordNumber} on: {fault.Message}");
}

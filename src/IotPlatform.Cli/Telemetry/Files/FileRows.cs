using System.Runtime.CompilerServices;
using CsvHelper;
using Parquet;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads the rows of a file of any format, one after the other.</summary>
internal static class FileRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(Stream input, FileFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = (format switch
        {
            FileFormat.Csv => CsvRows.Read(input).ToAsyncEnumerable(),
            FileFormat.Jsonl => JsonlRows.Read(input).ToAsyncEnumerable(),
            _ => ParquetRows.ReadAsync(input, cancellation),
        }).GetAsyncEnumerator(cancellation);
        await using var end = rows;
        while (await NextAsync(rows)) yield return rows.Current;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<FileRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (Exception fault) when (fault is CsvFormatException or ParquetException or InvalidDataException or IOException)
        {
            throw new RefusedException($"The file can't be read as what it seems to be: {fault.Message}");
        }
    }
}

using System.Runtime.CompilerServices;
using Parquet;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads the rows of a file of any format, one after the other.</summary>
internal static class FileRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(
        Stream input, FileFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var rows = (format switch
        {
            FileFormat.Csv => CsvRows.ReadAsync(input, cancellation),
            FileFormat.JsonLines => JsonlRows.Read(input).ToAsyncEnumerable(),
            _ => ParquetRows.ReadAsync(input, cancellation),
        }).GetAsyncEnumerator(cancellation);
        while (await NextAsync(rows)) yield return rows.Current;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<FileRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (Exception fault) when (fault is ParquetException or InvalidDataException or IOException)
        {
            throw new RefusedException($"The file cannot be read as what it seems to be: {fault.Message}");
        }
    }
}

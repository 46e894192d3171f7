using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Reads the rows of a table: its header names the members, in any order.</summary>
internal static class CsvRows
{
    private const int MaxRowBytes = 1 << 20;

    public static async IAsyncEnumerable<ReadRow> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long? malformed = null;
        var options = CsvReaderOptions.Default with
        {
            Separator = ',',
            MaxRecordSize = MaxRowBytes,
            OnMalformedRecord = record => malformed = record.RecordNumber,
        };
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        var columns = await HeaderAsync(csv, cancellation);
        while (await NextAsync(csv, cancellation))
        {
            var number = csv.RowNumber + 1;
            yield return malformed == number
                ? new(null, new(number, "", "has quotes in the wrong places", "quote a cell as a whole, and double the quotes in it"))
                : Row(csv, columns, number);
        }
    }

    private static async Task<IReadOnlyList<string>> HeaderAsync(CsvReader csv, CancellationToken cancellation)
    {
        await csv.ReadHeaderAsync(cancellation);
        IReadOnlyList<string> columns = csv.Headers?.ToList() ?? [];
        if (!columns.Contains("device_id"))
            throw new RefusedException("The first row must name the columns, separated by commas, and device_id among them");
        if (columns.FirstOrDefault(column => !IsKnown(column)) is { } unknown)
            throw new RefusedException(
                $"'{unknown}' is no column of devices; there are {string.Join(", ", DeviceRecord.Members)} and {DeviceRow.MetadataPrefix}<key>");
        if (columns.CountBy(column => column).FirstOrDefault(column => column.Value > 1).Key is { } twice)
            throw new RefusedException($"The column {twice} is there twice; keep one");
        return columns;
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (CsvFormatException fault)
        {
            throw new RefusedException($"The file cannot be read from row {fault.RecordNumber} on: {fault.Message}");
        }
    }

    private static ReadRow Row(CsvReader csv, IReadOnlyList<string> columns, long number)
    {
        if (csv.FieldCount != columns.Count)
            return new(null, new(number, "", $"has {csv.FieldCount} cells under {columns.Count} columns", "quote cells that hold commas"));
        var members = new JsonObject();
        for (var column = 0; column < columns.Count; column++)
        {
            if (!TryAdd(members, columns[column], csv.GetString(column)))
                return new(null, new(number, "", $"{columns[column]} cannot be read: '{csv.GetString(column)}'", Remedy(columns[column])));
        }
        return ReadRow.Of(number, members);
    }

    private static bool TryAdd(JsonObject members, string column, string cell)
    {
        if (cell.Length == 0)
        {
            // A device has always a name and is active or not: an empty cell says nothing.
            if (column is not ("name" or "is_active")) members[column] = null;
            return true;
        }
        if (Value(column, cell) is not { } value) return false;
        members[column] = value;
        return true;
    }

    private static JsonNode? Value(string column, string cell) => column switch
    {
        "is_active" => cell.ToUpperInvariant() switch { "TRUE" or "YES" or "1" => true, "FALSE" or "NO" or "0" => false, _ => null },
        "groups" or "tags" => ListCell.Read(cell) is { } texts ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) : null,
        "metadata" => Metadata(cell),
        _ => cell,
    };

    private static JsonObject? Metadata(string cell)
    {
        try
        {
            return Json.Parse(cell) as JsonObject;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Remedy(string column) => column switch
    {
        "is_active" => "write true or false",
        "metadata" => "write a JSON object, in quotes, with the quotes in it doubled",
        _ => "separate texts by ; or write a JSON array of texts",
    };

    private static bool IsKnown(string column) => DeviceRecord.Members.Contains(column)
        || (column.StartsWith(DeviceRow.MetadataPrefix, StringComparison.Ordinal) && column.Length > DeviceRow.MetadataPrefix.Length);
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Reads devices from a table: its header names the members, in any order.</summary>
internal static class DeviceTable
{
    public static async IAsyncEnumerable<ReadRow> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var table = new CsvTable(text);
        Check(table.Columns);
        while (await table.NextAsync(cancellation)) yield return Row(table);
    }

    private static void Check(IReadOnlyList<string> columns)
    {
        if (!columns.Contains("device_id"))
            throw new RefusedException("The first row must name the columns, separated by commas, and device_id among them");
        if (columns.FirstOrDefault(column => !IsKnown(column)) is { } unknown)
            throw new RefusedException($"'{unknown}' is no column of devices; there are "
                + $"{string.Join(", ", DeviceRecord.Members)} and {DeviceRow.MetadataPrefix}<key>");
        if (columns.CountBy(column => column).FirstOrDefault(column => column.Value > 1).Key is { } twice)
            throw new RefusedException($"The column {twice} is there twice; keep one");
    }

    private static ReadRow Row(CsvTable table)
    {
        if (table.Fault is var (what, remedy)) return new(null, new(table.Line, "", what, remedy));
        var members = new JsonObject();
        foreach (var (number, column) in table.Columns.Index())
        {
            if (!TryAdd(members, column, table[number]))
                return new(null, new(table.Line, "", $"{column} cannot be read: '{table[number]}'", Remedy(column)));
        }
        return ReadRow.Of(table.Line, members);
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

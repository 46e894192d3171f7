using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>A row that was read: what it says, or what is wrong with it.</summary>
public sealed record ReadRow(DeviceRow? Row, RowFault? Fault)
{
    /// <summary>A row with these members.</summary>
    public static ReadRow Of(long number, JsonObject members) =>
        RowCheck.FaultIn(number, members) is { } fault ? new(null, fault) : new(new DeviceRow(number, members), null);
}

/// <summary>Reads rows of devices one by one, so that a file may be of any length.</summary>
public static class RowReader
{
    /// <summary>The rows of a file.</summary>
    public static IAsyncEnumerable<ReadRow> ReadAsync(TextReader text, DeviceFormat format, CancellationToken cancellation) =>
        Unique(format is DeviceFormat.Csv ? DeviceTable.ReadAsync(text, cancellation) : LinesAsync(text, cancellation));

    private static async IAsyncEnumerable<ReadRow> LinesAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 1; await text.ReadLineAsync(cancellation) is { } line; number++)
            if (!string.IsNullOrWhiteSpace(line)) yield return LineOf(number, line);
    }

    private static ReadRow LineOf(long number, string line)
    {
        try
        {
            return Json.Parse(line) is JsonObject members
                ? ReadRow.Of(number, members)
                : new(null, new(number, "", "is no JSON object", "give each device a line with a JSON object"));
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return new(null, new(number, "", $"is no JSON: {fault.Message}", "correct the line"));
        }
    }

    private static RowFault Twice(DeviceRow row, long first) =>
        new(row.Number, row.DeviceId, $"device_id is that of row {first}", "keep one of the two");

    // Only the ids are kept of what was read.
    private static async IAsyncEnumerable<ReadRow> Unique(IAsyncEnumerable<ReadRow> rows)
    {
        var seen = new Dictionary<string, long>();
        await foreach (var read in rows)
        {
            if (read.Row is not { } row || seen.TryAdd(row.DeviceId, row.Number)) yield return read;
            else yield return new(null, Twice(row, seen[row.DeviceId]));
        }
    }
}

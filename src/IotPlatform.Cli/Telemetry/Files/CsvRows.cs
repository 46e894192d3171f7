using System.Runtime.CompilerServices;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads telemetry from a table. With a column <c>key</c> each row is a value, else each further column is a key.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var table = new CsvTable(input);
        var layout = Layout.Of([.. table.Columns]);
        while (await table.NextAsync(cancellation))
        {
            if (table.Fault is var (what, remedy)) yield return FileRow.Faulty(table.Line, $"{what}; {remedy}");
            else foreach (var row in layout.Rows(table)) yield return row;
        }
    }

    private sealed record Layout(int Device, int Time, int? Key, IReadOnlyList<int> Values)
    {
        public static Layout Of(List<string> columns)
        {
            var (device, time) = (Required(Columns.Device), Required(Columns.Time));
            return columns.IndexOf(Columns.Key) is >= 0 and var key
                ? new(device, time, key, [Required(Columns.Value)])
                : new(device, time, null, [.. Enumerable.Range(0, columns.Count).Where(column => column != device && column != time)]);

            int Required(string name) => columns.IndexOf(name) is >= 0 and var column ? column
                : throw new RefusedException($"The table has no column '{name}': its first row must name the columns, separated by commas");
        }

        public IEnumerable<FileRow> Rows(CsvTable table)
        {
            var (device, time) = (table[Device], TimeText.ReadTime(table[Time]));
            if (Key is { } key) return [FileRow.Of(table.Line, device, time, table[key], Scalar.OfCell(table[Values[0]]))];
            return Values.Where(column => table[column].Length > 0)
                .Select(column => FileRow.Of(table.Line, device, time, table.Columns[column], Scalar.OfCell(table[column])));
        }
    }
}

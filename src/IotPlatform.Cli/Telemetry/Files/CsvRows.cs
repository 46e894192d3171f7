using System.Text;
using CsvHelper;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads telemetry from a table. With a column <c>key</c> each row is a value, else each further column is a key.</summary>
internal static class CsvRows
{
    private static readonly CsvReaderOptions Lenient =
        new() { Separator = ',', Encoding = Encoding.UTF8, TrackLineNumbers = true, FieldCountMismatch = CsvFieldCountHandling.Allow };

    public static IEnumerable<FileRow> Read(Stream input)
    {
        using var table = CsvReader.Create(input, Lenient);
        table.ReadHeader();
        var headings = table.Headers.ToList();
        var (device, time, key, value) = (Column(Columns.Device), Column(Columns.Time), headings.IndexOf(Columns.Key), headings.IndexOf(Columns.Value));
        if (key >= 0 && value < 0) throw new RefusedException($"The table has a column '{Columns.Key}' and none called '{Columns.Value}'");
        while (table.Read())
        {
            var line = table.LineNumber;
            if (table.FieldCount != headings.Count)
                yield return FileRow.Faulty(line, $"there are {table.FieldCount} cells under {headings.Count} headings");
            else if (key >= 0)
                yield return FileRow.Of(line, table.GetString(device), TimeText.ReadTime(table.GetString(time)), table.GetString(key), Scalar.OfCell(table.GetString(value)));
            else
                foreach (var (column, heading) in headings.Index().Where(column => column.Index != device && column.Index != time && table.GetString(column.Index).Length > 0))
                    yield return FileRow.Of(line, table.GetString(device), TimeText.ReadTime(table.GetString(time)), heading, Scalar.OfCell(table.GetString(column)));
        }

        int Column(string name) => headings.IndexOf(name) is >= 0 and var index ? index : throw new RefusedException($"The table has no column '{name}'");
    }
}

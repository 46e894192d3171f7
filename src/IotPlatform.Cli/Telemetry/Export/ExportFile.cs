using IotPlatform.Cli.Api;
using IotPlatform.Cli.Telemetry.Files;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>Begins the file of an export. Where it has a column for each key, the platform is asked first which there are.</summary>
internal static class ExportFile
{
    public static async Task<IMomentFile> BeginAsync(
        Stream output, FileFormat format, bool isWide, ApiClient api, IReadOnlyList<string> devices, ExportQuery query,
        CancellationToken cancellation)
    {
        if (format is FileFormat.JsonLines) return new JsonlMoments(output, isWide);
        var columns = isWide ? await ColumnsAsync(api, devices, query, cancellation) : null;
        return format is FileFormat.Csv
            ? new CsvMoments(output, columns?.Select(column => column.Key).ToList())
            : await ParquetMoments.CreateAsync(output, columns);
    }

    private static async Task<IReadOnlyList<KeyValuePair<string, ScalarKind>>> ColumnsAsync(
        ApiClient api, IReadOnlyList<string> devices, ExportQuery query, CancellationToken cancellation)
    {
        var kinds = new SortedDictionary<string, ScalarKind>(StringComparer.Ordinal);
        // Averages and counts are numbers, whatever was measured.
        var isOfNumbers = query.Interval is not null && query.Aggregation is not ("first" or "last");
        foreach (var device in devices)
            await foreach (var moment in DeviceMoments.ReadAsync(api, device, query.ForKeys, cancellation))
                foreach (var (key, value) in moment.Values) kinds[key] = isOfNumbers ? ScalarKind.Number : value.Kind;
        Wide.Check([.. kinds.Keys]);
        return [.. kinds];
    }
}

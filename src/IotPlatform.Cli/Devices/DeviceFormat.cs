using System.CommandLine;

namespace IotPlatform.Cli.Devices;

/// <summary>How a file of devices is written.</summary>
public enum DeviceFormat
{
    /// <summary>A table with a header, separated by commas.</summary>
    Csv,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,
}

/// <summary>Finds a file's format.</summary>
internal static class DeviceFormats
{
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--format") { Description = "csv or jsonl; else what the file's name ends with, else csv" };
        option.AcceptOnlyFromAmong("csv", "jsonl");
        return option;
    }

    public static DeviceFormat Of(string? format, string? file) =>
        format is "jsonl" || (format is null && Path.GetExtension(file) is ".jsonl" or ".ndjson" or ".json") ? DeviceFormat.JsonLines
            : DeviceFormat.Csv;
}

using System.CommandLine;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>How telemetry stands in a file.</summary>
public enum FileFormat
{
    /// <summary>RFC 4180, with a heading.</summary>
    Csv,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>Finds the format of a file.</summary>
internal static class FileFormats
{
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--format") { Description = "csv, jsonl or parquet; else what the file's name ends with" };
        option.AcceptOnlyFromAmong("csv", "jsonl", "parquet");
        return option;
    }

    /// <summary>What is asked for, else what the file's name ends with; without a name CSV.</summary>
    public static FileFormat Of(string? format, string? file)
    {
        var name = format ?? (file is null ? "csv" : Path.GetExtension(file).TrimStart('.'));
        return name.ToLowerInvariant() switch
        {
            "csv" => FileFormat.Csv,
            "jsonl" or "ndjson" => FileFormat.JsonLines,
            "parquet" => FileFormat.Parquet,
            _ => throw new RefusedException(
                $"The name '{file}' tells no format: end it with .csv, .jsonl or .parquet, or say --format"),
        };
    }
}

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>How telemetry stands in a file.</summary>
public enum FileFormat
{
    /// <summary>RFC 4180, with a heading.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Jsonl,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>Finds the format of a file.</summary>
public static class FileFormats
{
    /// <summary>What is asked for, else what the file's name ends with.</summary>
    public static FileFormat Of(string? format, string? file)
    {
        var name = format ?? (file is null ? "csv" : Path.GetExtension(file).TrimStart('.'));
        return name.ToLowerInvariant() switch
        {
            "csv" => FileFormat.Csv,
            "jsonl" or "ndjson" => FileFormat.Jsonl,
            "parquet" => FileFormat.Parquet,
            _ when format is null => throw new RefusedException($"The name '{file}' tells no format: end it with .csv, .jsonl or .parquet, or say --format"),
            _ => throw new RefusedException($"--format: '{format}' is none of csv, jsonl and parquet"),
        };
    }
}

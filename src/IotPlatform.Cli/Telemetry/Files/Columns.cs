namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Names of columns and members, the same in all formats.</summary>
internal static class Columns
{
    public const string Device = "device_id";
    public const string Time = "timestamp";
    public const string Key = "key";
    public const string Value = "value";

    /// <summary>Of the wide form in JSON.</summary>
    public const string Values = "values";

    /// <summary>Of the long form in Parquet, where a column has one type.</summary>
    public const string Number = "number";
    public const string Boolean = "boolean";
    public const string Text = "text";

    /// <summary>A table with a column for each key can't have one of these as a key.</summary>
    public static readonly string[] Reserved = [Device, Time, Key];
}

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>The form with a column for each key.</summary>
internal static class Wide
{
    /// <summary>A moment's values in the order of the columns; null where it has none.</summary>
    public static IEnumerable<Scalar?> Cells(IReadOnlyList<string> keys, Moment moment)
    {
        var values = new Dictionary<string, Scalar>(moment.Values, StringComparer.Ordinal);
        foreach (var key in keys) yield return values.Remove(key, out var value) ? value : null;
        if (values.Count > 0)
            throw new RefusedException($"The key '{values.Keys.First()}' has come in since the columns were laid out: export again");
    }

    /// <summary>These keys as columns, or why they can't be.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> keys) =>
        keys.FirstOrDefault(Columns.Reserved.Contains) is { } taken
            ? throw new RefusedException(
                $"The key '{taken}' can't be a column of its own, as one of that name is there: export without --wide")
            : keys;
}

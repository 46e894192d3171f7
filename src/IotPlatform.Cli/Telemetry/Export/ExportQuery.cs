using NodaTime;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>What is asked of each device.</summary>
/// <param name="Keys">Of these keys; none: all.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment no longer asked for, so that an export of a moving platform has an end.</param>
/// <param name="Interval">Length of intervals as the API has it; null: every value.</param>
/// <param name="Aggregation">How an interval's values become one.</param>
public sealed record ExportQuery(IReadOnlyList<string> Keys, Instant From, Instant To, string? Interval, string? Aggregation)
{
    /// <summary>Points in an answer, at most what the API gives.</summary>
    public const int PageSize = 10_000;

    /// <summary>The path of the page that begins at a moment.</summary>
    public string PathOf(string deviceId, Instant from)
    {
        var path = $"devices/{Uri.EscapeDataString(deviceId)}/telemetry?limit={PageSize}";
        path += $"&from={TimeText.Format(from)}&to={TimeText.Format(To)}";
        path += string.Concat(Keys.Select(key => $"&key={Uri.EscapeDataString(key)}"));
        if (Interval is not null) path += $"&interval={Uri.EscapeDataString(Interval)}";
        return Aggregation is null ? path : $"{path}&aggregation={Uri.EscapeDataString(Aggregation)}";
    }

    /// <summary>The same question, answered with one value of each key for a very long time, which tells what keys there are.</summary>
    public ExportQuery ForKeys => this with { Interval = "366d", Aggregation = "last" };
}

using System.Text.RegularExpressions;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>One value of the page, with its labels.</summary>
internal sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>The page of metrics, read.</summary>
internal static partial class MetricsText
{
    /// <summary>The page as it is now; it is the same for a second.</summary>
    public static Task<string> ReadAsync(HttpClient http) => http.GetStringAsync("/metrics");

    /// <summary>All values on a page.</summary>
    public static IReadOnlyList<MetricSample> Parse(string page) =>
        [.. page.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => Line().Match(line)).Select(line => new MetricSample(
            line.Groups["name"].Value,
            Label().Matches(line.Groups["labels"].Value)
                .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value),
            double.Parse(line.Groups["value"].Value.Replace("Inf", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)))];

    /// <summary>The sum of a metric over all that has these labels; zero if there is none.</summary>
    public static double Sum(this IEnumerable<MetricSample> samples, string name, params (string Name, string Value)[] labels) => samples
        .Where(sample => sample.Name == name && Array.TrueForAll(labels, label => sample.Labels.GetValueOrDefault(label.Name) == label.Value))
        .Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)""")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\.)*)",?""")]
    private static partial Regex Label();
}

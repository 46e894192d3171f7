using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Telemetry;

/// <summary>Reads the parameters of one telemetry query and collects every fault.</summary>
public sealed class TelemetryQueryParser(IQueryCollection parameters, Instant now)
{
    public const int DefaultHours = 24;
    public const int MostHours = 366 * 24;
    public const int DefaultLimit = 1_000;
    public const int MostPoints = 10_000;

    private const int MostKeys = 100;

    private readonly List<Platform.Fault> _faults = [];

    /// <summary>Either the query, or all faults.</summary>
    public (TelemetryQuery? Query, IReadOnlyList<Platform.Fault> Faults) Parse()
    {
        var (from, to) = Window();
        var query = new TelemetryQuery(
            Names("datapoint_id"), Names("key"), from, to, !parameters.ContainsKey("to"),
            Number("limit", DefaultLimit, MostPoints), Order(), Interval(), Text("interval"), AggregationOf(), now);
        return _faults.Count == 0 ? (query, _faults) : (null, _faults);
    }

    private (Instant From, Instant To) Window()
    {
        var isAbsolute = parameters.ContainsKey("from") || parameters.ContainsKey("to");
        if (isAbsolute && parameters.ContainsKey("hours")) Fault("hours", "Give either hours, or from and to.");
        var hours = Number("hours", DefaultHours, MostHours);
        var to = Time("to") ?? now;
        var from = Time("from") ?? to - Duration.FromHours(hours);
        if (from >= to) Fault("from", parameters.ContainsKey("to") ? "from must be before to." : "from must be before now.");
        return (from, to);
    }

    private string? Text(string name) => parameters.TryGetValue(name, out var values) ? values[^1] ?? "" : null;

    private List<string> Names(string name)
    {
        var names = parameters.TryGetValue(name, out var values) ? values.Select(v => v ?? "").ToList() : [];
        if (names.Count > MostKeys) Fault(name, $"At most {MostKeys} may be named.");
        if (names.Any(n => n.Length == 0 || n.Length > PayloadLimits.KeyBytes || n.Any(char.IsControl)))
            Fault(name, $"Must be 1 to {PayloadLimits.KeyBytes} characters without control characters.");
        return names;
    }

    private int Number(string name, int standard, int most)
    {
        if (Text(name) is not { } text) return standard;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        Fault(name, $"Must be a whole number from 1 to {most}.");
        return standard;
    }

    private Instant? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        // An offset's plus sign that was not percent-encoded arrives as a space.
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text.Replace(' ', '+').ToUpperInvariant());
        if (parsed.Success) return PayloadTimestamp.ToMicroseconds(parsed.Value.ToInstant());
        Fault(name, "Must be an RFC 3339 time with an offset or Z, such as 2026-11-22T10:00:00Z.");
        return null;
    }

    private bool Order()
    {
        var order = Text("order");
        if (order is not (null or "asc" or "desc")) Fault("order", "Must be asc or desc.");
        return order == "desc";
    }

    private Duration? Interval()
    {
        if (Text("interval") is not { } text) return null;
        var unit = text.Length == 0 ? ' ' : text[^1];
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        var isNumber = int.TryParse(seconds == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var length = (long)count * Math.Max(1, seconds);
        if (isNumber && length is > 0 and <= MostHours * 3_600L) return Duration.FromSeconds(length);
        Fault("interval", "Must be seconds, or a number with s, m, h or d, such as 1m; at most 366 days.");
        return null;
    }

    private Aggregation AggregationOf()
    {
        if (Text("aggregation") is not { } text) return Aggregation.Avg;
        var isName = text.All(char.IsAsciiLetterLower);
        if (isName && Enum.TryParse<Aggregation>(text, ignoreCase: true, out var aggregation)) return aggregation;
        Fault("aggregation", "Must be avg, min, max, sum, count, first or last.");
        return Aggregation.Avg;
    }

    private void Fault(string field, string message) => _faults.Add(new Platform.Fault(field, message));
}

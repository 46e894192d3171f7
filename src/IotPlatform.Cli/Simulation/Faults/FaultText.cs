using System.Globalization;
using System.Text.RegularExpressions;

namespace IotPlatform.Cli.Simulation.Faults;

/// <summary>Reads faults as they are typed: <c>silence:5%@30s..60s</c>.</summary>
public static partial class FaultText
{
    /// <summary>What may be typed, for help and refusals.</summary>
    public const string Grammar =
        "KIND:SHARE%[=SKEW][@FROM..TO | @LENGTH/PERIOD]; silence, flapping and clock-skew hit a share of the devices, "
        + "bad-payload, out-of-range, reconnect and duplicate a share of the messages";

    // Five seconds of ten, and a clock that is ten minutes slow: the platform takes one that is fast for broken.
    private static readonly Schedule UsualFlapping = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
    private static readonly TimeSpan UsualSkew = TimeSpan.FromMinutes(-10);

    /// <summary>The name of a kind as it is typed.</summary>
    public static string NameOf(FaultKind kind) => Capital().Replace(kind.ToString(), "-$0").ToLowerInvariant();

    /// <summary>The fault, or the end of the verb.</summary>
    public static Fault Read(string text)
    {
        var match = Parts().Match(text);
        return (match.Success ? Of(match) : null) ?? throw new RefusedException($"The fault '{text}' can't be read; it is {Grammar}");
    }

    private static Fault? Of(Match parts)
    {
        var kinds = Enum.GetValues<FaultKind>().Where(kind => NameOf(kind) == parts.Groups["kind"].Value).ToList();
        var share = double.Parse(parts.Groups["share"].Value, CultureInfo.InvariantCulture) / 100;
        if (kinds is not [var kind] || share > 1 || (parts.Groups["skew"].Success && kind is not FaultKind.ClockSkew)) return null;
        var schedule = parts.Groups["when"].Success ? ScheduleOf(parts.Groups["when"].Value)
            : kind is FaultKind.Flapping ? UsualFlapping
            : Schedule.Always;
        var skew = parts.Groups["skew"].Success ? SkewOf(parts.Groups["skew"].Value) : UsualSkew;
        return schedule is null || skew is null ? null : new Fault(kind, share, schedule, skew.Value);
    }

    private static TimeSpan? SkewOf(string text) =>
        TimeText.ReadDuration(text.TrimStart('-', '+')) is { } size ? (text[0] == '-' ? -size : size) : null;

    private static Schedule? ScheduleOf(string text)
    {
        var isRepeated = text.Contains('/');
        var times = text.Split(isRepeated ? "/" : "..").Select(TimeText.ReadDuration).ToList();
        if (times is not [{ } first, { } second] || first >= second) return null;
        return isRepeated ? new Schedule(TimeSpan.Zero, first, second) : new Schedule(first, second, null);
    }

    [GeneratedRegex(
        @"^(?<kind>[a-z-]+):(?<share>[0-9]+(\.[0-9]+)?)%(=(?<skew>[-+]?[0-9.]+[a-z]+))?(@(?<when>.+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}

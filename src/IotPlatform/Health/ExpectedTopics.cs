using System.Text.RegularExpressions;

namespace IotPlatform.Health;

/// <summary>
/// The topics that a profile expects, held against those that a device has published to. A profile speaks of many devices: a topic is meant
/// below <c>devices/{device_id}/</c>, be that written out, with a wildcard in the id's place, or left away. Pure functions.
/// </summary>
public static partial class ExpectedTopics
{
    private const string Telemetry = "telemetry";

    /// <summary>The expected topics that none of the seen ones answers to.</summary>
    /// <param name="seen">As the log names topics, below <c>devices/{device_id}/</c>.</param>
    public static IReadOnlyList<string> Missing(IReadOnlyList<string> expected, string deviceId, IReadOnlyCollection<string> seen) =>
        [.. expected.Where(topic => !seen.Any(name => Matches(Below(topic, deviceId), name)))];

    /// <summary>Whether any of them is no topic of telemetry, whose arrival is known from the values.</summary>
    public static bool AreBeyondTelemetry(IReadOnlyList<string> expected, string deviceId) =>
        expected.Any(topic => Below(topic, deviceId).Split('/')[0] != Telemetry);

    /// <summary>The topics of telemetry that values of these keys may have come by: of the two ways the log keeps no account.</summary>
    public static IEnumerable<string> OfKeys(IReadOnlyCollection<string> keys) =>
        keys.Count == 0 ? [] : keys.Select(key => $"{Telemetry}/{key}").Prepend(Telemetry);

    private static string Below(string topic, string deviceId) => Prefix().Match(topic) is { Success: true } prefix
        && prefix.Groups["id"].Value is var id && (id == deviceId || id is "+" or "{device_id}")
            ? topic[prefix.Length..]
            : topic;

    private static bool Matches(string filter, string topic)
    {
        var (wanted, levels) = (filter.Split('/'), topic.Split('/'));
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#") return true;
            if (i >= levels.Length || (wanted[i] != "+" && wanted[i] != levels[i])) return false;
        }
        return wanted.Length == levels.Length;
    }

    [GeneratedRegex("^devices/(?<id>[^/]+)/")]
    private static partial Regex Prefix();
}

using System.Globalization;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Simulation.Faults;

namespace IotPlatform.Cli.Simulation.Reporting;

/// <summary>What the fleet did, at the end.</summary>
internal static class FleetReport
{
    public static JsonObject Json(Tally tally, int devices, TimeSpan elapsed) => new()
    {
        ["devices"] = devices,
        ["seconds"] = Math.Round(elapsed.TotalSeconds, 3),
        ["sent"] = tally.Sent,
        ["acknowledged"] = tally.Acknowledged,
        ["unacknowledged"] = tally.Unacknowledged,
        ["withheld"] = tally.Withheld,
        ["sent_again"] = tally.SentAgain,
        ["ack_p50_ms"] = Milliseconds(tally, 0.5),
        ["ack_p99_ms"] = Milliseconds(tally, 0.99),
        ["faults"] = new JsonObject(tally.Faults.OrderBy(fault => fault.Key)
            .Select(fault => KeyValuePair.Create(FaultText.NameOf(fault.Key).Replace('-', '_'), (JsonNode?)JsonValue.Create(fault.Value)))),
        ["errors"] = tally.Errors,
        ["last_error"] = tally.LastError,
    };

    public static string Text(Tally tally, int devices, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{devices} devices sent {tally.Sent} messages in {elapsed.TotalSeconds:0.0} s")
        + $": {tally.Acknowledged} acknowledged, {tally.Unacknowledged} not; {Acks(tally)}{Rest(tally)}";

    /// <summary>How long acknowledgements took, in short.</summary>
    public static string Acks(Tally tally) => string.Create(
        CultureInfo.InvariantCulture, $"ack p50 {Milliseconds(tally, 0.5) ?? 0:0.0} ms, p99 {Milliseconds(tally, 0.99) ?? 0:0.0} ms");

    /// <summary>The faults, and how many messages each has hit.</summary>
    public static string Faults(Tally tally) =>
        string.Join(", ", tally.Faults.OrderBy(fault => fault.Key).Select(fault => $"{FaultText.NameOf(fault.Key)} {fault.Value}"));

    private static string Rest(Tally tally) =>
        (tally.Withheld > 0 ? $"; {tally.Withheld} withheld" : "") + (tally.Faults.Count > 0 ? $"; faults: {Faults(tally)}" : "") +
        (tally.Errors > 0 ? $"; {tally.Errors} errors, the last: {tally.LastError}" : "");

    private static double? Milliseconds(Tally tally, double share) =>
        tally.Latencies.Quantile(share) is { } time ? Math.Round(time.TotalMilliseconds, 1) : null;
}

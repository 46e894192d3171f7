using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>What made a rule fire, drawn in characters; one way for each kind of condition. Pure.</summary>
public static class EvidenceChart
{
    /// <summary>The lines; none where there is no evidence that can be read.</summary>
    public static IReadOnlyList<string> Draw(JsonElement? details)
    {
        if (Member(details, "evidence") is not { } evidence || Member(Member(details, "rule"), "rule_type") is not { } type) return [];
        return (type.ValueKind is JsonValueKind.String ? type.GetString() : null) switch
        {
            Threshold.Name when Evidence.FromJson<ThresholdEvidence>(evidence) is { Samples.Count: > 0 } e =>
                SampleChart.Draw(e, RuleOf(details)),
            MissingData.Name when Evidence.FromJson<MissingDataEvidence>(evidence) is { } e => Of(e),
            Offline.Name when Evidence.FromJson<OfflineEvidence>(evidence) is { } e => Of(e),
            MessageRate.Name when Evidence.FromJson<MessageRateEvidence>(evidence) is { } e => Of(e),
            ReconnectRate.Name when Evidence.FromJson<ReconnectRateEvidence>(evidence) is { } e => Of(e),
            _ => [],
        };
    }

    private static string[] Of(MissingDataEvidence e) =>
    [
        $"no {TextLines.Cut(e.Key ?? "telemetry", 40)} for {Number(e.SilentForSeconds)} s{Allowed(e.TimeoutSeconds)}",
        Gauge.Draw(e.SilentForSeconds, e.TimeoutSeconds),
        $"silent since {Json.Format(e.SilentSince)}",
    ];

    private static string[] Of(OfflineEvidence e) =>
    [
        $"offline for {Number(e.OfflineForSeconds)} s{Allowed(e.TimeoutSeconds)}",
        Gauge.Draw(e.OfflineForSeconds, e.TimeoutSeconds),
        .. e.DisconnectedAt is { } at ? [$"disconnected at {Json.Format(at)}"] : Array.Empty<string>(),
    ];

    private static string[] Of(MessageRateEvidence e) =>
    [
        $"{Plural.Of(e.Count, "message")} in {Number(e.WindowSeconds)} s, {Allowed(e.Limit)} allowed",
        Gauge.Draw(e.Count, e.Limit.Max ?? e.Limit.Min),
        Between(e.WindowStart, e.WindowEnd),
    ];

    private static string[] Of(ReconnectRateEvidence e) =>
    [
        $"{Plural.Of(e.Reconnects, "reconnect")} in {Number(e.WindowSeconds)} s, at most {e.MaxReconnects} allowed",
        Gauge.Draw(e.Reconnects, e.MaxReconnects),
        $"{Gauge.Strip([.. e.Sessions.Select(session => session.ConnectedAt)], e.WindowStart, e.WindowEnd)} connects",
        Between(e.WindowStart, e.WindowEnd),
    ];

    internal static string Between(Instant from, Instant to) => $"{Json.Format(from)} to {Json.Format(to)}";

    internal static string Number(double number) => number.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    private static string Allowed(double? seconds) => seconds is { } known ? $", {Number(known)} s allowed" : "";

    private static string Allowed(EvidenceLimit limit) => limit.Max is { } most ? $"at most {most}" : $"at least {limit.Min}";

    private static Threshold? RuleOf(JsonElement? details) =>
        Member(Member(details, "rule"), "config") is { } config && Condition.Parse(Threshold.Name, config).TryGet(out var rule)
            ? rule as Threshold
            : null;

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var member) ? member : null;
}

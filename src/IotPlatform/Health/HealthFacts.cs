using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Health;

/// <summary>What is known of a device that says how well it does.</summary>
/// <param name="HadContact">Whether it was ever heard of.</param>
/// <param name="FirstConnectedAt">Its first connection, or the first that the log still knows; null if there is none.</param>
/// <param name="Connections">When it was connected in the last 24 hours; they may overlap, and one that lasts ends now.</param>
/// <param name="Outages">When the platform itself was not there to be connected to.</param>
/// <param name="UncleanDisconnects">How often its connection broke in the last 24 hours.</param>
/// <param name="Alarms">Its open alarms.</param>
/// <param name="Marks">The rules that hold it to be unhealthy.</param>
/// <param name="NewestData">The time of the newest of its values.</param>
/// <param name="ReportingInterval">How often it should report; null: nobody says.</param>
/// <param name="MissingTopics">Topics that it should publish to, and has not in that time.</param>
public sealed record HealthFacts(
    bool HadContact,
    Instant? FirstConnectedAt,
    IReadOnlyList<Interval> Connections,
    IReadOnlyList<Interval> Outages,
    int UncleanDisconnects,
    IReadOnlyList<OpenAlarmFact> Alarms,
    IReadOnlyList<UnhealthyMark> Marks,
    Instant? NewestData,
    Duration? ReportingInterval,
    IReadOnlyList<string> MissingTopics)
{
    /// <summary>How far back connections count.</summary>
    public static readonly Duration Window = Duration.FromHours(24);

    /// <summary>How often a device is to report of which nobody says.</summary>
    public static readonly Duration DefaultInterval = Duration.FromHours(1);

    /// <summary>How often it is to report.</summary>
    public Duration ExpectedInterval => ReportingInterval ?? DefaultInterval;
}

/// <summary>An open alarm, as far as health goes.</summary>
public readonly record struct OpenAlarmFact(Severity Severity, bool IsAcknowledged);

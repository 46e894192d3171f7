using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Tests.Alarms;

/// <summary>An alarm to test with, as its events make it.</summary>
internal static class SampleAlarm
{
    public const string Actor = "api_key:abcdefghij";

    public static readonly Instant Measured = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Opened = Measured + Duration.FromSeconds(1);
    public static readonly Instant Now = Measured + Duration.FromHours(1);
    public static readonly JsonElement Details = JsonElement.Parse("""{"evidence":{}}""");

    public static readonly AlarmTriggered Triggered =
        new("alarm-1", "rule-1", "Too warm", "threshold", "sensor-1", "Sensor", Severity.Critical, "31 > 30", Details, Measured, Opened);

    public static readonly AlarmRetriggered Retriggered = new("alarm-1", "32 > 30", Details, Measured + Duration.FromMinutes(1), Now);
    public static readonly AlarmAcknowledged Acknowledged = new("alarm-1", Severity.Critical, ErasableText.Plain("seen"), Actor, Now);
    public static readonly AlarmResolved Resolved =
        new("alarm-1", Severity.Critical, AlarmStatus.Active, AlarmResolution.Manual, ErasableText.Plain("done"), Actor, Now);
    public static readonly AlarmReopened Reopened =
        new("alarm-1", "rule-1", "sensor-1", Severity.Critical, ErasableText.Plain("again"), Actor, Now);
    public static readonly AlarmNotesErased Erased = new("alarm-1", Actor, Now + Duration.FromMinutes(1));

    public static readonly AlarmNotification Told = new("delivery-1", "channel-1", "Night shift", "email", "policy-1", "triggered", 2, 250);

    public static Alarm Of(params object[] later) => later.Aggregate(Alarm.Fold(null, Triggered), Alarm.Fold)!;

    /// <summary>An alarm that stands so.</summary>
    public static Alarm In(AlarmStatus status) => status switch
    {
        AlarmStatus.Active => Of(),
        AlarmStatus.Acknowledged => Of(Acknowledged),
        _ => Of(Resolved),
    };
}

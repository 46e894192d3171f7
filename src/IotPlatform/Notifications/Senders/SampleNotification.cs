using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What a test of a channel sends: an alarm of a device and a rule that are not there, in the very shape of one that is.</summary>
public static class SampleNotification
{
    private const string
        AlarmId = "sample-alarm", RuleId = "sample-rule", DeviceId = "sample-freezer-7",
        DeviceName = "Freezer 7 (sample)", RuleName = "Too warm (sample)",
        RuleType = "threshold", Config = """{"field":"temperature","operator":">","value":-18}""";

    /// <summary>The notification of a test.</summary>
    /// <param name="deliveryId">The test's.</param>
    public static Notification For(string deliveryId, Instant now) =>
        new(deliveryId, NotificationKind.Test, now, AlarmAt(now), DeviceAt(now), RuleAt(now));

    private static Alarm AlarmAt(Instant now) => new()
    {
        Id = AlarmId,
        RuleId = RuleId,
        RuleName = RuleName,
        RuleType = RuleType,
        DeviceId = DeviceId,
        DeviceName = DeviceName,
        Severity = Severity.Critical,
        Status = AlarmStatus.Active,
        Message = "temperature -11.5 °C > -18 °C",
        Details = Details(Json.Format(now)),
        OccurrenceCount = 1,
        TriggeredAt = now,
        LastTriggeredAt = now,
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static JsonElement Details(string now) => JsonElement.Parse($$"""
        {
          "reason": "condition_met",
          "rule": {"rule_type": "{{RuleType}}", "config": {{Config}}, "cooldown_seconds": 0, "auto_resolve": true},
          "evidence": {
            "samples": [{"key": "temperature", "value": -11.5, "timestamp": "{{now}}", "position": 1}],
            "sample_count": 1, "held_since": "{{now}}", "held_for_seconds": 0, "unit": "°C"
          }
        }
        """);

    private static Device DeviceAt(Instant now) => new()
    {
        DeviceId = DeviceId,
        Name = DeviceName,
        DeviceType = "freezer",
        Metadata = JsonElement.Parse("{}"),
        IsActive = true,
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static AlarmRule RuleAt(Instant now) => new()
    {
        Id = RuleId,
        Name = RuleName,
        RuleType = RuleType,
        ScopeType = RuleScope.Fleet,
        Config = new(Config),
        Severity = Severity.Critical,
        Actions = ["create_alarm"],
        IsEnabled = true,
        AutoResolve = true,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

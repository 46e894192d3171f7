using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

/// <summary>A firing to test with, and the events of its rule on its device.</summary>
internal static class SampleFiring
{
    public const string Key = "rule-1@sensor-1";

    public static readonly string[] Both = ["send_webhook", "mark_unhealthy"];
    public static readonly string[] Mark = ["mark_unhealthy"];
    public static readonly RuleCleared Cleared = new(Key, Now);

    public static Firing Firing(RuleActions actions) =>
        new("customer-1", "rule-1", "Too warm", "threshold", Severity.Critical, "sensor-1", "Sensor", "31 > 30", Details, 7, Measured)
        {
            Actions = actions,
            WebhookUrl = "https://example.com/hook",
        };

    public static RuleFired Fired(string[] actions, string? alarmId = null, string? url = null) => new(
        Key, "rule-1", "Too warm", "threshold", "sensor-1", "Sensor", Severity.Critical, alarmId, "31 > 30", Details, actions, url, Measured, Now);
}

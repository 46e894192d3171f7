using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Tests.Notifications;

/// <summary>A silence to test with, as its events make it.</summary>
internal static class SampleSilence
{
    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Begins = Made + Duration.FromHours(1);
    public static readonly Instant Ends = Made + Duration.FromDays(300);
    public static readonly SilenceMatchers Everything = new(Enum.GetValues<Severity>(), [], [], [], []);

    public static SilenceCreated Creation(SilenceRecurrence? recurrence = null) =>
        new("silence-1", Everything, Begins, Ends, recurrence, "New pumps", "api_key:Zk3Qm9XbTa", Made);

    public static Silence Of(SilenceRecurrence? recurrence = null) => Silence.Fold(null, Creation(recurrence))!;
}

using IotPlatform.Alarms;
using IotPlatform.Health;
using NodaTime;

namespace IotPlatform.Tests.Health;

/// <summary>A device that does as well as can be, to take from.</summary>
internal static class SampleFacts
{
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    public static readonly HealthFacts Best = new(
        true, Now - Duration.FromDays(9), [HoursAgo(48, 0)], [], 0, [], [], Now - Duration.FromSeconds(42), Duration.FromSeconds(60), []);

    public static readonly UnhealthyMark Mark = new("rule-1@pump-1", "rule-1", "Too warm", "pump-1", Now - Duration.FromHours(1));

    public static Interval HoursAgo(double from, double to) => new(Now - Duration.FromHours(from), Now - Duration.FromHours(to));

    public static DeviceHealth HealthOf(HealthFacts facts) => DeviceHealth.Of("pump-1", facts, Now);
}

using IotPlatform.Datapoints;
using NodaTime;

namespace IotPlatform.Tests.Datapoints;

/// <summary>A datapoint to test with, as its events make it.</summary>
internal static class SampleDatapoint
{
    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);

    public static readonly DatapointDefined Definition = new("datapoint-1", "temperature", "Temperature", "°C", DatapointType.Number, Made);

    public static Datapoint Of(params object[] later) => later.Aggregate(Datapoint.Fold(null, Definition), Datapoint.Fold)!;
}

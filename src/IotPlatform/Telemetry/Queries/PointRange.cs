namespace IotPlatform.Telemetry;

/// <summary>What to read of one device, times in microseconds since 1970.</summary>
/// <param name="Keys">The keys wanted; none: all.</param>
/// <param name="From">First moment.</param>
/// <param name="To">First moment that no longer belongs.</param>
public sealed record PointRange(int DeviceKey, IReadOnlyCollection<string> Keys, long From, long To, bool IsDescending)
{
    /// <summary>Whether a whole hour belongs.</summary>
    public bool Holds(long hour) => hour >= From && hour + Microseconds.PerHour <= To;
}

/// <summary>A part of an hour that a query reads: the rollups of a packed hour where they serve, else the values.</summary>
public readonly record struct HourPart(PackedHour? Rollups, HourColumns? Values);

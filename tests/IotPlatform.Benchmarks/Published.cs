namespace IotPlatform.Benchmarks;

/// <summary>Figures that others have published of themselves; measured on their machines, so they tell an order of magnitude.</summary>
internal static class Published
{
    /// <summary>The messages a second of that test.</summary>
    public const double ThingsBoardPerSecond = 1111;

    /// <summary>
    /// CPU time of one MQTT message of three values, in microseconds, ThingsBoard and its PostgreSQL together: 1,111 messages a second took
    /// 20 % of the 4 vCPU of a c5.xlarge (thingsboard.io/docs/reference/performance-aws-instances, scenario B).
    /// </summary>
    public const double ThingsBoardMicroseconds = 0.20 * 4 / ThingsBoardPerSecond * 1e6;

    /// <summary>Bytes on disk for a value: 4.8 GB a day at 3,333 values a second, as they count it (the same page).</summary>
    public static readonly (string Name, double Value) ThingsBoardBytesPerSample = ("ThingsBoard, published", 4.8e9 / 86_400 / 3_333);
}

namespace IotPlatform.Benchmarks;

/// <summary>Figures that others have published of themselves; measured on their machines, so they tell an order of magnitude.</summary>
internal static class Published
{
    /// <summary>
    /// CPU time of one MQTT message of three values, in microseconds, ThingsBoard and its PostgreSQL together: 1,111 messages a second took
    /// 20 % of the 4 vCPU of a c5.xlarge (thingsboard.io/docs/reference/performance-aws-instances, scenario B).
    /// </summary>
    public const double ThingsBoardMicroseconds = 0.20 * 4 / 1111 * 1e6;
}

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>The processor time of one message, beside what another platform has published of itself.</summary>
internal static class MessageCpu
{
    public static void Report(Report report, string what, Series platform)
    {
        var published = ("ThingsBoard, as published", Published.ThingsBoardMicroseconds);
        var together = platform.ServerMicroseconds + platform.PostgresMicroseconds;
        report.Figure($"{what}, server", platform.ServerMicroseconds, "µs", baseline: published);
        report.Figure($"{what}, server and PostgreSQL", together, "µs", Aims.MessageCpu, published);
    }
}

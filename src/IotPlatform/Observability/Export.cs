using IotPlatform.Platform;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotPlatform.Observability;

/// <summary>
/// Sends traces, metrics and logs to a receiver of OTLP. Where there is none nothing listens, and spans are not even made.
/// </summary>
internal static class Export
{
    private static readonly string[] Sources = [Tracing.Name, "Marten", "Wolverine", "Npgsql", "System.Net.Http"];

    /// <summary>Adds all three.</summary>
    public static void ExportTo(this OpenTelemetryBuilder telemetry, ExportSettings settings) => telemetry
        .WithMetrics(metrics => metrics.AddPlatformMeters().AddOtlpExporter(exporter => settings.Configure(exporter, "metrics")))
        .WithLogging(
            logs => logs.AddOtlpExporter(exporter => settings.Configure(exporter, "logs")),
            options => options.IncludeScopes = options.IncludeFormattedMessage = true)
        .WithTracing(traces => traces
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.SampleRatio)))
            .AddAspNetCoreInstrumentation(requests => requests.Filter = IsOfInterest)
            .AddSource(Sources)
            .AddProcessor(new Discretion())
            .AddOtlpExporter(exporter => settings.Configure(exporter, "traces")));

    private static bool IsOfInterest(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/health") && !http.Request.Path.StartsWithSegments(MetricsPage.Path);
}

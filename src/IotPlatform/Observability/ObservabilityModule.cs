using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace IotPlatform.Observability;

/// <summary>Metrics, traces and logs for those who run the platform. Each slice owns its instruments; here is what becomes of them.</summary>
public static class ObservabilityModule
{
    private const string ServiceName = "iot-platform";

    // A scrape costs the same however many ask.
    private static readonly TimeSpan PageLife = TimeSpan.FromSeconds(1);

    /// <summary>Registers the slice.</summary>
    /// <param name="scrapes">Where metrics are shown; null: nowhere.</param>
    public static IServiceCollection AddObservability(this IServiceCollection services, ScrapeSettings? scrapes)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        if (scrapes is not null) telemetry.WithMetrics(AddPage);
        return services;
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName, serviceVersion: Version);

    private static string Version =>
        typeof(ObservabilityModule).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static void AddPage(MeterProviderBuilder metrics) => metrics.AddPlatformMeters().AddPrometheusExporter(page =>
    {
        page.ScrapeResponseCacheDurationMilliseconds = (int)PageLife.TotalMilliseconds;
        page.ScopeInfoEnabled = false;
    });
}

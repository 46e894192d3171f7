using System.Reflection;
using IotPlatform.Platform;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace IotPlatform.Observability;

/// <summary>
/// Metrics, traces and logs for those who run the platform. Each slice owns its instruments; here is what becomes of them.
/// </summary>
public static class ObservabilityModule
{
    private const string ServiceName = "iot-platform";

    // A scrape costs the same however many ask.
    private static readonly TimeSpan PageLife = TimeSpan.FromSeconds(1);

    /// <summary>Registers the slice.</summary>
    /// <param name="scrapes">Where metrics are shown; null: nowhere.</param>
    /// <param name="export">Where all is sent; null: nowhere.</param>
    public static IServiceCollection AddObservability(this IServiceCollection services, ScrapeSettings? scrapes, ExportSettings? export)
    {
        if (scrapes is null && export is null) return services;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        if (scrapes is not null) telemetry.WithMetrics(AddPage);
        if (export is not null) telemetry.ExportTo(export);
        return services;
    }

    /// <summary>Has the log written line by line as JSON, or as text with the same scopes.</summary>
    public static void AddLines(this ILoggingBuilder logging, bool asJson)
    {
        logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        if (asJson) logging.AddConsole(console => console.FormatterName = JsonLines.FormatterName);
        else logging.AddSimpleConsole(console => console.IncludeScopes = true);
    }

    /// <summary>Watches the disk of the data directory.</summary>
    public static IServiceCollection AddDiskSpace(this IServiceCollection services, string folder)
    {
        services.AddSingleton(provider => new DiskSpace(provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), folder));
        return services.AddReadinessPart<DiskSpace>("disk", disk => _ => new(disk.Check()));
    }

    /// <summary>Answers for a while after the platform was told to stop.</summary>
    public static IServiceCollection AddDraining(this IServiceCollection services, TimeSpan length) =>
        length == TimeSpan.Zero ? services : services.AddHostedService(provider => new Draining(length, provider.GetRequiredService<TimeProvider>()));

    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName, serviceVersion: Version);

    private static string Version =>
        typeof(ObservabilityModule).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static void AddPage(MeterProviderBuilder metrics) => metrics.AddPlatformMeters().AddPrometheusExporter(page =>
    {
        page.ScrapeResponseCacheDurationMilliseconds = (int)PageLife.TotalMilliseconds;
        page.ScopeInfoEnabled = false;
    });
}

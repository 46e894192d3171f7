using IotPlatform.Devices;
using IotPlatform.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IotPlatform.Telemetry;

/// <summary>Telemetry: what devices have measured, as sent or aggregated, and the newest of it.</summary>
/// <remarks>Wants an NpgsqlDataSource, an IClock and an <see cref="IDeviceDirectory"/> from elsewhere.</remarks>
public static class TelemetryModule
{
    /// <summary>Adds ingest, log, latest values and queries. Consumers are registered as <see cref="ITelemetryConsumer"/>.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions? options = null)
    {
        services.AddSingleton(options ?? new TelemetryOptions());
        services.AddSingleton(TelemetrySchema.Script);
        services.AddSingleton(HourSchema.Script);
        services.AddSingleton(UsageSchema.Script);
        services.TryAddSingleton<IDatapointCatalog, EmptyDatapointCatalog>();
        services.TryAddSingleton<ITelemetryRetention, FixedRetention>();
        services.AddMetrics();
        services.AddSingleton<TelemetryMetrics>();
        services.AddSingleton<ErrorTally>().AddSingleton<ErrorStore>().AddSingleton<ErrorFlush>().AddSingleton<PayloadErrorLog>();
        services.AddSingleton<IngestBuffer>();
        services.AddSingleton<IngestPosition>();
        services.AddSingleton<TelemetryIngest>();
        services.AddSingleton<TelemetryPosts>();
        services.AddSingleton<ITelemetryIngest>(provider => provider.GetRequiredService<TelemetryIngest>());
        services.AddSingleton<DayPartitions>();
        services.AddSingleton<BatchStore>();
        services.AddSingleton<TelemetryLog>();
        services.AddSingleton<LatestStore>();
        services.AddSingleton<UsageCounters>().AddSingleton<UsageReader>();
        services.AddSingleton<LatestValues>();
        services.AddSingleton<TelemetryFeed>();
        services.AddSingleton<TelemetryWriter>();
        services.AddSingleton<IngestHealth>().AddReadinessPart<IngestHealth>("ingest", ingest => _ => new(ingest.Check()));
        services.AddSingleton<TelemetryMaintenance>();
        services.AddSingleton<TelemetryErasure>();
        services.AddSingleton<HourDays>();
        services.AddSingleton<HourStore>().AddSingleton<HourStates>();
        services.AddSingleton<LogByHour>();
        services.AddSingleton<PackingFrontier>();
        services.AddSingleton<HourPacking>();
        services.AddSingleton<LatePacking>();
        services.AddSingleton<SettledDays>();
        services.AddSingleton<ShorterRetention>();
        services.AddSingleton<LooseRows>();
        services.AddSingleton<PointReader>();
        services.AddSingleton<TelemetryQueries>();
        services.AddSingleton<TelemetryCsv>();
        services.AddSingleton<DeviceLogs>().AddSingleton<SeenTopics>();
        services.AddSingleton<HistoryLog>().AddSingleton<PackedHistory>().AddSingleton<DeviceHistory>();
        services.AddSingleton<IDeviceDirectory, RegisteredDevices>();
        services.AddSingleton<ILastSeen>(provider => provider.GetRequiredService<LatestValues>());
        // Before the host, so that it stops after it.
        services.AddHostedService(provider => provider.GetRequiredService<ErrorFlush>());
        services.AddSingleton<TelemetryHost>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryHost>());
        services.AddHostedService<EraseTelemetry>();
        return services;
    }
}

using Marten;

namespace IotPlatform.Audit;

/// <summary>Chains, seals and their verification.</summary>
public static class AuditModule
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    // The publisher lives as long as the platform, and is to notice when its receiver moves.
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Registers the slice, after all that append events.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, AuditSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(AuditTables.Script).AddSingleton<SealStore>().AddSingleton<Sealer>();
        services.AddSingleton<AuditVerifier>().AddSingleton<AuditExporter>();
        // Its URL may hold a secret, which the usual loggers of requests would write down.
        services.AddHttpClient<SealPublisher>(http => http.Timeout = PublishTimeout).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(() =>
            new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = AddressLifetime });
        if (!settings.IsOn) return services;
        services.ConfigureMarten(options => options.Listeners.Add(new EventChain()));
        return services.AddHostedService<Sealing>();
    }
}

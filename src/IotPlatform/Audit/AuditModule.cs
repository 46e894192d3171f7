using Marten;

namespace IotPlatform.Audit;

/// <summary>Chains, seals and their verification.</summary>
public static class AuditModule
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Registers the slice, after all that append events.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, AuditSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(AuditTables.Script).AddSingleton<SealStore>().AddSingleton<Sealer>();
        services.AddSingleton<AuditVerifier>().AddSingleton<AuditExporter>();
        services.AddHttpClient<SealPublisher>(http => http.Timeout = PublishTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        if (!settings.IsOn) return services;
        services.ConfigureMarten(options => options.Listeners.Add(new EventChain()));
        return services.AddHostedService<Sealing>();
    }
}

namespace IotPlatform.Health;

/// <summary>How well devices do.</summary>
public static class HealthModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<HealthQueries>().AddSingleton<HealthFactsReader>();
}

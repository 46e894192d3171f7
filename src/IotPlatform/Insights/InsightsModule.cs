namespace IotPlatform.Insights;

/// <summary>What a customer has, has used, and may have.</summary>
public static class InsightsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services) => services.AddSingleton<Fleet>();
}

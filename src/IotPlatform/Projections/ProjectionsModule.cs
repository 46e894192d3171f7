namespace IotPlatform.Projections;

/// <summary>How operators see, rebuild and prove what is folded from events.</summary>
public static class ProjectionsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services) =>
        services.AddSingleton(Rebuild.Script).AddSingleton<RebuildLock>().AddSingleton<ReadModelUpdate>().AddSingleton<Rebuild>().AddSingleton<Verification>().AddSingleton<ProjectionList>();
}

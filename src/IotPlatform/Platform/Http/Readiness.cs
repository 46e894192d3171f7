namespace IotPlatform.Platform;

/// <summary><c>/health/live</c> and <c>/health/ready</c>, for orchestrators and for people who wonder.</summary>
public static class Readiness
{
    /// <summary>Registers the report, and the parts that belong to no slice.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<HealthReport>().AddSingleton<HealthMetrics>().AddHostedService<HealthReading>();
        services.AddSingleton<StoreHealth>();
        services.AddReadinessPart<StoreHealth>("database", store => store.DatabaseAsync);
        services.AddReadinessPart<StoreHealth>("schema", store => store.SchemaAsync);
        return services.AddReadinessPart<StoreHealth>("projections", store => store.ProjectionsAsync);
    }

    /// <summary>Registers a part that a service of this type knows about.</summary>
    public static IServiceCollection AddReadinessPart<T>(
        this IServiceCollection services, string name, Func<T, Func<CancellationToken, ValueTask<Ailment?>>> check) where T : notnull =>
        services.AddSingleton(provider => new ReadinessPart(name, token => check(provider.GetRequiredService<T>())(token)));

    /// <summary>Maps both routes; they need no key.</summary>
    public static void MapReadiness(this IEndpointRouteBuilder routes)
    {
        // A process that is stuck does not answer at all; for what else may fail a new start is no remedy.
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HealthReport report, CancellationToken cancellation)
    {
        var health = await report.CheckAsync(cancellation);
        var parts = health.Parts.ToDictionary(part => part.Name, part => part.Ailment?.Reason ?? "ready");
        return Results.Json(new { status = health.Status, parts }, statusCode: health.IsReady ? 200 : 503);
    }
}

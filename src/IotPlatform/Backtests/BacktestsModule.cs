namespace IotPlatform.Backtests;

/// <summary>What rules would have done on stored telemetry, and whether alarms are borne out by their evidence.</summary>
public static class BacktestsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddBacktests(this IServiceCollection services) => services
        .AddSingleton<BacktestPlanning>().AddSingleton<BacktestTurns>().AddSingleton<CoverageReader>().AddSingleton<Backtester>();
}

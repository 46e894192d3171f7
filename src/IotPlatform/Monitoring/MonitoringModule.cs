using IotPlatform.Connectivity;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>The evaluation of rules over what devices send.</summary>
public static class MonitoringModule
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Registers the slice.</summary>
    /// <param name="grace">How long devices may take to connect again after the platform was away.</param>
    public static IServiceCollection AddMonitoring(this IServiceCollection services, Duration grace)
    {
        services.AddSingleton(new MonitoringGrace(grace)).AddSingleton(RuleStateSchema.Script);
        services.AddSingleton<RuleBook>().AddSingleton<Roster>().AddSingleton<ReportingIntervals>().AddSingleton<OpenAlarmIndex>();
        services.AddSingleton<RuleStates>().AddSingleton<RuleStateStore>().AddSingleton<Deadlines>();
        services.AddSingleton<Evaluation>().AddSingleton<EvaluationClock>()
            .AddSingleton<EvaluationStore>().AddSingleton<EvaluationFaults>();
        services.AddSingleton<MonitoringMetrics>();
        services.AddSingleton<EvaluationHealth>()
            .AddReadinessPart<EvaluationHealth>("evaluator", evaluation => _ => new(evaluation.Check()));
        services.AddSingleton(provider => new DatabaseRetry(RetryPause, provider.GetRequiredService<ILogger<DatabaseRetry>>()));
        services.AddSingleton<VerdictRecorder>().AddSingleton<MonitoringFeed>().AddSingleton<Evaluator>();
        services.AddSingleton<ITelemetryConsumer>(provider => provider.GetRequiredService<Evaluator>());
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<Evaluator>());
        services.AddSingleton<IConsequence, AlarmsFollowDevices>();
        return services.AddHostedService<MonitoringStart>().AddHostedService(provider => provider.GetRequiredService<Evaluator>());
    }
}

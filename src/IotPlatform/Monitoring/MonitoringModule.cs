using IotPlatform.Platform;
using IotPlatform.Telemetry;

namespace IotPlatform.Monitoring;

/// <summary>The evaluation of rules over what devices send.</summary>
public static class MonitoringModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton(RuleStates.Script).AddSingleton<RuleStates>();
        services.AddSingleton<DatabaseRetry>().AddSingleton<RuleBook>().AddSingleton<MonitoredDevices>().AddSingleton<OpenAlarmIndex>().AddSingleton<Deadlines>();
        services.AddSingleton<Evaluation>().AddSingleton<Evaluator>();
        services.AddSingleton<ITelemetryConsumer>(provider => provider.GetRequiredService<Evaluator>());
        services.AddSingleton<IConsequence, AlarmsFollowDevices>();
        return services.AddHostedService<MonitoringStart>().AddHostedService(provider => provider.GetRequiredService<Evaluator>());
    }
}

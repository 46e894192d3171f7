using IotPlatform.Platform;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using Marten.Schema.Indexing.Unique;

namespace IotPlatform.Alarms;

/// <summary>Alarms, their transitions and their timelines, and what else a firing does.</summary>
public static class AlarmsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddAlarms(this IServiceCollection services)
    {
        services.AddResource<Alarm>(ListAlarmsEndpoint.List);
        services.ConfigureMarten(options =>
        {
            options.Projections.Add(new ResourceProjection<OpenAlarm>(), ProjectionLifecycle.Inline);
            options.Schema.For<OpenAlarm>().UniqueIndex(
                UniqueIndexType.Computed, OpenAlarms.OnePerRuleAndDevice, TenancyScope.PerTenant, alarm => alarm.RuleId, alarm => alarm.DeviceId);
            options.Schema.For<OpenAlarm>().IgnoreIndex(OpenAlarms.ByDevice);
            options.Projections.Add(new ResourceProjection<UnhealthyMark>(), ProjectionLifecycle.Inline);
            UnhealthyMarks.IgnoreIndexes(options);
            options.AddReadModel(new AlarmTallyProjection());
        });
        services.AddSingleton<AlarmMetrics>().AddHostedService<OpenAlarmReading>();
        services.AddSingleton(OpenAlarms.Index).AddSingleton(UnhealthyMarks.Indexes);
        return services.AddSingleton(FiringLedger.Script).AddSingleton<RecordFiring>().AddSingleton<AlarmArchive>();
    }
}

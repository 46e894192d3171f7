using IotPlatform.Platform;
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
        services.AddReadModel<AlarmTally, AlarmTallyProjection>((_, withheld) => new AlarmTallyProjection(withheld));
        services.AddInlineReadModel<OpenAlarm>().AddInlineReadModel<UnhealthyMark>();
        services.ConfigureMarten(options =>
        {
            options.Schema.For<OpenAlarm>().UniqueIndex(
                UniqueIndexType.Computed, OpenAlarms.OnePerRuleAndDevice, TenancyScope.PerTenant, alarm => alarm.RuleId, alarm => alarm.DeviceId);
            options.Schema.For<OpenAlarm>().IgnoreIndex(OpenAlarms.ByDevice);
            UnhealthyMarks.IgnoreIndexes(options);
        });
        services.AddSingleton<AlarmMetrics>().AddHostedService<OpenAlarmReading>();
        services.AddSingleton(OpenAlarms.Index).AddSingleton(UnhealthyMarks.Indexes);
        return services.AddSingleton(FiringLedger.Script).AddSingleton<RecordFiring>().AddSingleton<AlarmArchive>();
    }
}

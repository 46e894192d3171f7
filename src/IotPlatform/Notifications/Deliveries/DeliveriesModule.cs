using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Notifications;

/// <summary>Who is told of what, and what became of it.</summary>
public static class DeliveriesModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.AddSingleton(DeliverySchema.Script).AddSingleton<DeliveryLog>()
            .AddSingleton<DeliveryList>().AddHostedService<DeliveryPruning>();
        services.AddSingleton<NotificationStart>().AddSingleton<OccasionReader>().AddSingleton<BookShelf>().AddSingleton<AlarmPages>();
        services.AddSingleton<IDeadLetterRetry, NotificationRetry>();
        services.AddInlineReadModel<BookEntry>();
        services.ConfigureMarten((provider, options) =>
            options.Projections.Subscribe(new NotifyOnAlarms(new Lazy<AlarmPages>(provider.GetRequiredService<AlarmPages>))));
        services.AddSingleton<SendingRole>().AddSingleton<DeliverySignal>().AddSingleton<DueDeliveries>()
            .AddSingleton<Lanes>().AddSingleton<MessageReader>().AddSingleton<Attempts>();
        services.AddSingleton(Random.Shared).AddSingleton<OutcomeStore>().AddSingleton<Outcomes>().AddSingleton<Dispatcher>();
        services.AddSingleton<SendingHealth>().AddReadinessPart<SendingHealth>("notifications", sending => sending.CheckAsync);
        services.AddSingleton<DeliveryMetrics>().AddHostedService<WaitingReading>();
        services.AddSingleton<GroupMessages>().AddSingleton<Reminders>().AddSingleton<GroupTimelines>().AddSingleton<NotificationTimers>();
        return services.AddHostedService<NotificationService>();
    }
}

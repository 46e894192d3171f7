namespace IotPlatform.Notifications;

/// <summary>Who is told of alarms, how, and what became of it.</summary>
public static class NotificationsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddChannels().AddPolicies().AddSilences().AddSenders().AddDeliveries();
}

using IotPlatform.Alarms;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Senders.</summary>
public static class SendersModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddSenders(this IServiceCollection services) => services
        .AddOutgoingHttp(provider => provider.GetRequiredService<WebhookSettings>().AllowPrivateNetworks)
        .AddSingleton<HttpPost>()
        .AddSingleton<INotificationSender, WebhookSender>()
        .AddSingleton<INotificationSender, EmailSender>()
        .AddSingleton<INotificationSender, SlackSender>()
        .AddSingleton<INotificationSender, TeamsSender>()
        .AddSingleton<INotificationSender, SmsSender>()
        .AddSingleton<Senders>();
}

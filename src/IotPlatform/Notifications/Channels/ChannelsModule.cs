using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Channels.</summary>
public static class ChannelsModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services) =>
        services.AddResource<NotificationChannel, ChannelReadModel>(ListChannelsEndpoint.List).AddSingleton<IConsequence, ChannelsInUse>();
}

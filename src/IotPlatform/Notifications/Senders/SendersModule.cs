namespace IotPlatform.Notifications;

/// <summary>Senders.</summary>
public static class SendersModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddSenders(this IServiceCollection services) => services;
}

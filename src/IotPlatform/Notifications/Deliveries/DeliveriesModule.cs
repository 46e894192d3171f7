namespace IotPlatform.Notifications;

/// <summary>Deliveries.</summary>
public static class DeliveriesModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services) => services;
}

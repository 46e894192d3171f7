using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Silences.</summary>
public static class SilencesModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddSilences(this IServiceCollection services) =>
        services.AddResource<Silence>(ListSilencesEndpoint.List);
}

using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Policies.</summary>
public static class PoliciesModule
{
    /// <summary>Registers this part of the slice.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services) =>
        services.AddResource<NotificationPolicy>(ListPoliciesEndpoint.List)
            .AddSingleton<IConsequence, PolicyReferences>().AddSingleton<IConsequence, PolicyConsequences>();
}

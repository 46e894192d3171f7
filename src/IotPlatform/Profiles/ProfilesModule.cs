using IotPlatform.Devices;
using IotPlatform.Platform;

namespace IotPlatform.Profiles;

/// <summary>Device profiles and the devices that they apply to.</summary>
public static class ProfilesModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services) =>
        services.AddResource<Profile, CountedReadModel<Profile>>(ListProfilesEndpoint.List).AddSingleton<IConsequence, ProfileApplication>();
}

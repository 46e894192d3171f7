using IotPlatform.Devices;
using IotPlatform.Platform;

namespace IotPlatform.Groups;

/// <summary>Groups and who belongs to them.</summary>
public static class GroupsModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddGroups(this IServiceCollection services) =>
        services.AddResource<Group, CountedReadModel<Group>>(ListGroupsEndpoint.List).AddSingleton<IConsequence, GroupMembership>();
}

using IotPlatform.Platform;

namespace IotPlatform.Devices;

/// <summary>What of a device's history decides whether it may log in; folded on demand, stored nowhere, answered to nobody.</summary>
public sealed record DeviceLogin(string Id, string CredentialHash, bool IsActive) : IResource<DeviceLogin>
{
    public static string Kind => Device.Kind;
    public static string Path => Device.Path;

    public static IReadOnlyList<Type> EventTypes { get; } =
        [typeof(DeviceRegistered), typeof(DeviceActivated), typeof(DeviceDeactivated), typeof(DeviceCredentialsRotated), typeof(DeviceDeleted)];

    /// <inheritdoc/>
    public static DeviceLogin? Fold(DeviceLogin? state, object fact) => fact switch
    {
        DeviceRegistered e => new(e.Id, e.CredentialHash, e.IsActive),
        DeviceActivated => state! with { IsActive = true },
        DeviceDeactivated => state! with { IsActive = false },
        DeviceCredentialsRotated e => state! with { CredentialHash = e.CredentialHash },
        DeviceDeleted => null,
        _ => state,
    };
}

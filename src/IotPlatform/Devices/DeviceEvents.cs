using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>A device was registered, for the first time or again after a deletion.</summary>
/// <param name="CredentialHash">SHA-256 of the MQTT password, which itself is stored nowhere.</param>
public sealed record DeviceRegistered(
    string Id, string Name, string? Description, string? DeviceType, JsonElement Metadata, bool IsActive,
    [property: Secret] string CredentialHash, Instant At) : IFact;

/// <summary>What is told about a device was changed; the full new description.</summary>
public sealed record DeviceDescribed(
    string Id, string Name, string? Description, string? DeviceType, JsonElement Metadata, Instant At) : IFact;

/// <summary>The device may connect again and is evaluated again.</summary>
public sealed record DeviceActivated(string Id, Instant At) : IFact;

/// <summary>The device may not connect and is not evaluated; its data and credentials stay.</summary>
public sealed record DeviceDeactivated(string Id, Instant At) : IFact;

/// <summary>Tags that the device did not have were added.</summary>
public sealed record DeviceTagged(string Id, IReadOnlyList<string> Tags, Instant At) : IFact;

/// <summary>A tag was removed.</summary>
public sealed record DeviceUntagged(string Id, string Tag, Instant At) : IFact;

/// <summary>The device got a new password; the old one works no more.</summary>
/// <param name="CredentialHash">SHA-256 of the new password.</param>
public sealed record DeviceCredentialsRotated(string Id, [property: Secret] string CredentialHash, Instant At) : IFact;

/// <summary>The device was deleted and its credentials revoked; its stream stays, and goes on if it is registered again.</summary>
public sealed record DeviceDeleted(string Id, Instant At) : IFact;

/// <summary>The device became a member of a group.</summary>
public sealed record DeviceJoinedGroup(string Id, string GroupId, Instant At) : IFact;

/// <summary>The device is no longer a member of a group.</summary>
public sealed record DeviceLeftGroup(string Id, string GroupId, Instant At) : IFact;

/// <summary>A profile was applied to a device that had none, or no longer had its former one.</summary>
public sealed record DeviceProfiled(string Id, string ProfileId, Instant At) : IFact;

/// <summary>The profile no longer applies to the device.</summary>
public sealed record DeviceUnprofiled(string Id, string ProfileId, Instant At) : IFact;

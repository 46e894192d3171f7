using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Groups;

/// <summary>A group was created, without members.</summary>
public sealed record GroupCreated(string Id, string Name, string? Description, Instant At) : IFact;

/// <summary>What is told about a group was changed; the full new description.</summary>
public sealed record GroupDescribed(string Id, string Name, string? Description, Instant At) : IFact;

/// <summary>The group is gone; its members have left it.</summary>
public sealed record GroupDeleted(string Id, Instant At) : IFact;

using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Profiles;

/// <summary>A profile was created; it applies to no device yet.</summary>
public sealed record ProfileCreated(
    string Id, string Name, string? Description, IReadOnlyList<string> ExpectedTopics, int? ReportingIntervalSeconds, JsonElement Metadata,
    Instant At) : IFact;

/// <summary>What a profile says was changed; the full new text.</summary>
public sealed record ProfileRevised(
    string Id, string Name, string? Description, IReadOnlyList<string> ExpectedTopics, int? ReportingIntervalSeconds, JsonElement Metadata,
    Instant At) : IFact;

/// <summary>The profile is gone, and applies to no device any more.</summary>
public sealed record ProfileDeleted(string Id, Instant At) : IFact;

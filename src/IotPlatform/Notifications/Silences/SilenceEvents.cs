using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Somebody asked for silence.</summary>
public sealed record SilenceCreated(
    string Id, SilenceMatchers Matchers, Instant StartsAt, Instant EndsAt, SilenceRecurrence? Recurrence, string? Comment, string By, Instant At)
    : IFact;

/// <summary>It was ended, or taken back before it began.</summary>
public sealed record SilenceDeleted(string Id, Instant At) : IFact;

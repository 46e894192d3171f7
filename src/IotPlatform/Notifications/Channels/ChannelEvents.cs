using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A channel was created.</summary>
/// <param name="Config">As it was sent, with what is secret in it masked.</param>
/// <param name="Secrets">What the masks stand for, by their place in the config: <c>secret</c>, <c>headers.Authorization</c>.</param>
public sealed record ChannelCreated(
    string Id, string Name, string ChannelType, RawJson Config, [property: Secret] IReadOnlyDictionary<string, string> Secrets, bool IsEnabled,
    Instant At) : IFact;

/// <summary>The name or the config of a channel was changed; the full new text. A webhook's former secret signs on for a day.</summary>
public sealed record ChannelRevised(
    string Id, string Name, RawJson Config, [property: Secret] IReadOnlyDictionary<string, string> Secrets, Instant At) : IFact;

/// <summary>A webhook got a new secret; the former one signs on for a day.</summary>
public sealed record ChannelSecretRotated(string Id, [property: Secret] string Secret, Instant At) : IFact;

/// <summary>The channel is used again.</summary>
public sealed record ChannelEnabled(string Id, Instant At) : IFact;

/// <summary>The channel is not used for the time being.</summary>
/// <param name="Reason">Why the platform itself has disabled it; null: somebody did.</param>
public sealed record ChannelDisabled(string Id, string? Reason, Instant At) : IFact;

/// <summary>The channel is gone; its deliveries keep its name.</summary>
public sealed record ChannelDeleted(string Id, Instant At) : IFact;

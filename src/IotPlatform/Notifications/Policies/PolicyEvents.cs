using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A policy was created.</summary>
public sealed record PolicyCreated(string Id, PolicyScope Scope, PolicyTerms Terms, bool IsEnabled, Instant At) : IFact;

/// <summary>What a policy says was changed; the full new text. Its scope is for life.</summary>
public sealed record PolicyRevised(string Id, PolicyTerms Terms, Instant At) : IFact;

/// <summary>The policy is followed again.</summary>
public sealed record PolicyEnabled(string Id, Instant At) : IFact;

/// <summary>The policy is not followed for the time being.</summary>
public sealed record PolicyDisabled(string Id, Instant At) : IFact;

/// <summary>The policy is gone; its deliveries keep its id.</summary>
public sealed record PolicyDeleted(string Id, Instant At) : IFact;

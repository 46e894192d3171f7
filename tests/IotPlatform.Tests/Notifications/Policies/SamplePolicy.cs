using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Tests.Notifications;

/// <summary>A policy to test with, as its events make it.</summary>
internal static class SamplePolicy
{
    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);
    public static readonly PolicyScope Fleet = new(null, RuleScope.Fleet, null);

    public static readonly PolicyTerms Terms = new(
        "Night shift", "d", [Severity.Warning, Severity.Critical], ["triggered", "resolved"], ["channel-1"], 60, null, 0, 0, null, null, []);

    public static PolicyCreated Creation(PolicyScope? scope = null, PolicyTerms? terms = null, bool isEnabled = true) =>
        new("policy-1", scope ?? Fleet, terms ?? Terms, isEnabled, Made);

    public static NotificationPolicy Of(params object[] later) =>
        later.Aggregate(NotificationPolicy.Fold(null, Creation()), NotificationPolicy.Fold)!;
}

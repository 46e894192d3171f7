using IotPlatform.Platform;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Tests.Backtests;

/// <summary>Rules to try.</summary>
internal static class Drafts
{
    /// <summary>A rule that fires above 30 degrees; <paramref name="members"/> are further members of the draft.</summary>
    public static AlarmRule Threshold(string members = "") =>
        Of($$$"""{"rule_type":"threshold","config":{"field":"temperature","operator":">","value":30}{{{members}}}}""");

    /// <summary>A rule as a draft says it.</summary>
    public static AlarmRule Of(string draft) => CreateRuleEndpoint.Decide(CreateRule.ReadDraft(Body.Parse(draft)), "", Instant.FromUtc(2026, 3, 1, 0, 0)).Events
        .Aggregate((AlarmRule?)null, AlarmRule.Fold)!;
}

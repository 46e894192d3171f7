using IotPlatform.Platform;

namespace IotPlatform.Rules;

/// <summary>Alarm rules.</summary>
public static class RulesModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddRules(this IServiceCollection services) =>
        services.AddResource<AlarmRule, RuleReadModel>(ListRulesEndpoint.List)
            .AddSingleton<IConsequence, RuleScopes>().AddSingleton<IConsequence, RuleConsequences>()
            .AddSingleton<IConsequence, MarksFollowRules>().AddSingleton<IConsequence, RuleWebhooks>().AddSingleton<IConsequence, RuleIntervals>();
}

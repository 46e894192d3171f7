using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>Creates a rule.</summary>
public sealed record CreateRule(
    string Name, string? Description, string RuleType, RuleScope Scope, RawJson Config, Severity Severity, IReadOnlyList<string> Actions,
    int CooldownSeconds, bool IsEnabled, bool AutoResolve) : IRequestBody<CreateRule>
{
    /// <inheritdoc/>
    public static CreateRule Read(Body body) => Read(body, () => body.RequiredText("name", 1, 100));

    /// <summary>Reads a rule that is not to be created, and needs no name.</summary>
    public static CreateRule ReadDraft(Body body) => Read(body, () => body.Text("name", 1, 100).Or("Draft"));

    private static CreateRule Read(Body body, Func<string> name)
    {
        var type = body.RequiredTextOf(1, 64, "rule_type", "type");
        var config = body.RequiredMembers("config");
        if (config.IsPresent && type.Length > 0) body.AddFaults(RuleMembers.ConfigFaults(type, config.Value));
        return new(
            name(),
            body.OptionalText("description", 1000).Value,
            type,
            RuleScope.Read(body, config.Value),
            config.IsPresent ? RawJson.Of(config.Value) : default,
            body.OptionalChoice<Severity>("severity") ?? Severity.Warning,
            RuleMembers.Actions(body) ?? RuleMembers.DefaultActions,
            RuleMembers.Cooldown(body) ?? 0,
            body.NullableFlag("is_enabled").Value ?? true,
            body.NullableFlag("auto_resolve").Value ?? false);
    }
}

/// <summary>POST /v1/iot/rules</summary>
public static class CreateRuleEndpoint
{
    [WolverinePost("/v1/iot/rules")]
    [EndpointSummary("Create alarm rule")]
    public static Task<IResult> Post(CreateRule command, HttpContext http, Resources<AlarmRule> rules, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return rules.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreateRule command, string id, Instant now) => Decision.Append(new RuleCreated(
        id, command.Name, command.Description, command.RuleType, command.Scope, command.Config, command.Severity, command.Actions,
        command.CooldownSeconds, command.IsEnabled, command.AutoResolve, now));
}

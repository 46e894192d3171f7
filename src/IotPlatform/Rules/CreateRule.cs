using System.Text.Json;
using IotPlatform.Devices;
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
    public static CreateRule Read(Body body)
    {
        var type = body.RequiredTextOf(1, 64, "rule_type", "type");
        if (!body.Has("config")) body.AddFault("config", "is required");
        var config = body.Members("config");
        if (config.IsPresent && type.Length > 0) body.AddFaults(RuleMembers.ConfigFaults(type, config.Value));
        return new(
            body.RequiredText("name", 1, 100),
            body.OptionalText("description", 1000).Value,
            type,
            ReadScope(body, config.IsPresent ? config.Value : default),
            config.IsPresent ? RawJson.Of(config.Value) : default,
            RuleMembers.Severity(body) ?? Severity.Warning,
            RuleMembers.Actions(body) ?? RuleMembers.DefaultActions,
            RuleMembers.Cooldown(body) ?? 0,
            body.NullableFlag("is_enabled").Value ?? true,
            body.NullableFlag("auto_resolve").Value ?? false);
    }

    private static RuleScope ReadScope(Body body, JsonElement config)
    {
        var type = body.IsNull("scope_type") ? default : body.Choice("scope_type", RuleScope.Types);
        return new(
            type.Or(RuleScope.Fleet),
            ScopeId(body, type, RuleScope.Device, config),
            ScopeId(body, type, RuleScope.Group, config),
            ScopeId(body, type, RuleScope.Profile, config));
    }

    // Clients that know no scope_*_id put the id into the config.
    private static string? ScopeId(Body body, Field<string> type, string kind, JsonElement config)
    {
        var member = $"scope_{kind}_id";
        var id = body.OptionalText(member, 128).Value;
        if (type.Or(RuleScope.Fleet) != kind)
        {
            if (id is not null) body.AddFault(member, $"must be absent unless scope_type is {kind}");
            return null;
        }
        if (id is null && config.ValueKind is JsonValueKind.Object && config.TryGetProperty($"{kind}_id", out var inner) && JsonText.TryGetString(inner, out var text))
            id = text;
        if (id is null) body.AddFault(member, $"is required when scope_type is {kind}");
        return id;
    }
}

/// <summary>POST /v1/iot/rules</summary>
public static class CreateRuleEndpoint
{
    [WolverinePost("/v1/iot/rules")]
    public static async Task<IResult> Post(
        CreateRule command, HttpContext http, Resources<AlarmRule> rules, DeviceReadModel devices, IClock clock)
    {
        if (await MissingScope(command.Scope, http, devices) is { } missing) return Problem.Invalid([missing]);
        var id = Ids.New(clock.GetCurrentInstant());
        return await rules.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreateRule command, string id, Instant now) => Decision.Append(new RuleCreated(
        id, command.Name, command.Description, command.RuleType, command.Scope, command.Config, command.Severity, command.Actions,
        command.CooldownSeconds, command.IsEnabled, command.AutoResolve, now));

    private static async Task<Platform.Fault?> MissingScope(RuleScope scope, HttpContext http, DeviceReadModel devices) => scope switch
    {
        { DeviceId: { } id } => (await devices.LoadAsync(http, id)).State is null ? new("scope_device_id", $"names no device: '{id}'") : null,
        { GroupId: { } id } => new("scope_group_id", $"names no group: '{id}'"),
        { ProfileId: { } id } => new("scope_profile_id", $"names no profile: '{id}'"),
        _ => null,
    };
}

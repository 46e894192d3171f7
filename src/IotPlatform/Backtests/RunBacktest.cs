using IotPlatform.Platform;
using IotPlatform.Rules;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Backtests;

/// <summary>A rule that is not created, only tried: the members of a new rule, of which the name may be left out.</summary>
public sealed record RuleDraft(CreateRule Rule) : IRequestBody<RuleDraft>
{
    /// <inheritdoc/>
    public static RuleDraft Read(Body body) => new(CreateRule.ReadDraft(body));
}

/// <summary>Asks what a rule would have done on stored telemetry.</summary>
/// <param name="Rule">The rule to try; null where <paramref name="RuleId"/> names one that there is.</param>
/// <param name="From">The first moment of receipt.</param>
/// <param name="To">The first moment after; null: now.</param>
/// <param name="DeviceIds">The devices to try it on, whatever its scope; null: those in its scope.</param>
public sealed record RunBacktest(
    RuleDraft? Rule, string? RuleId, Instant From, Instant? To, IReadOnlyList<string>? DeviceIds) : IRequestBody<RunBacktest>
{
    /// <summary>How many devices one request may name.</summary>
    public const int MostDevices = 1_000;

    /// <inheritdoc/>
    public static RunBacktest Read(Body body)
    {
        var rule = body.Nested<RuleDraft>("rule");
        var ruleId = body.OptionalText("rule_id", 128, 1).Value;
        var from = body.RequiredTime("from");
        Instant? to = body.Time("to") is { IsPresent: true } end ? end.Value : null;
        var devices = body.NullableTexts("device_ids", MostDevices, 1, 128).Value;
        if (devices is { Count: 0 }) body.AddFault("device_ids", "must not be empty; leave it out for all devices in the rule's scope");
        if (from >= to && !body.IsFaulty("from") && !body.IsFaulty("to")) body.AddFault("from", "must be before to");
        return new(rule, ruleId, from, to, devices is null ? null : [.. devices.Distinct()]);
    }
}

/// <summary>POST /v1/iot/rules/backtest: the alarms that a rule would have raised on the stored telemetry. Writes nothing.</summary>
public static class RunBacktestEndpoint
{
    [WolverinePost("/v1/iot/rules/backtest")]
    [EndpointSummary("Backtest alarm rule")]
    [Answers(typeof(Backtest))]
    public static async Task<IResult> Post(
        RunBacktest command, HttpContext http, BacktestPlanning planning, BacktestTurns turns, Backtester backtester)
    {
        var (plan, refused) = await planning.PlanAsync(command, Caller.Of(http).Customer, http.RequestAborted);
        if (plan is null) return refused!;
        using var turn = await turns.TakeAsync(plan.Customer, http.RequestAborted);
        if (turn is null) return BacktestTurns.Busy(http);
        try
        {
            return Results.Json(await backtester.RunAsync(plan, http.RequestAborted), Json.Api);
        }
        catch (TooScatteredHistoryException fault)
        {
            return Problem.Invalid([new Fault("device_ids", fault.Message)]);
        }
    }
}

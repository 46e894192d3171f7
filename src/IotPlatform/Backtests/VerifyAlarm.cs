using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using JasperFx.Events;
using Marten;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Backtests;

/// <summary>What the stored evidence of an alarm proves.</summary>
/// <param name="Verified">Whether the rule, as it was, fires again on the evidence of every firing.</param>
/// <param name="Reason">Why the first firing that is not borne out is not; else that the condition is met.</param>
/// <param name="Rule">The rule as it was at the first firing.</param>
/// <param name="Evidence">The evidence of the first firing.</param>
/// <param name="Firings">The trigger and each firing anew while the alarm was open, oldest first.</param>
public sealed record AlarmProof(
    string AlarmId, bool Verified, Reason Reason, string Message, JsonElement? Rule, JsonElement? Evidence, IReadOnlyList<FiringProof> Firings);

/// <summary>One firing, judged by its evidence.</summary>
/// <param name="EventId">The event of the alarm's stream that tells of it.</param>
/// <param name="Fires">Whether the rule as it was fires on the evidence.</param>
/// <param name="Reason">What the evidence lacks; that the condition is met where it lacks nothing.</param>
public sealed record FiringProof(Guid EventId, Instant TriggeredAt, bool Fires, Reason Reason);

/// <summary>
/// POST /v1/iot/alarms/{alarm_id}/verify: evaluates the stored evidence of each firing with the rule as it was then. Writes nothing.
/// </summary>
public static class VerifyAlarmEndpoint
{
    [WolverinePost("/v1/iot/alarms/{alarm_id}/verify")]
    [EndpointSummary("Verify alarm by its evidence")]
    [Answers(typeof(AlarmProof))]
    public static async Task<IResult> Post(string alarm_id, HttpContext http, IDocumentStore store)
    {
        await using var session = store.QuerySession(Caller.Of(http).Customer);
        var stream = await session.Events.FetchStreamAsync(alarm_id, token: http.RequestAborted);
        return Judge(alarm_id, stream) is { } proof ? Results.Json(proof, Json.Api) : Problem.NotFound(Alarm.Kind, alarm_id);
    }

    /// <summary>What the stream's firings prove; null where there is none, and so no alarm. A pure function.</summary>
    public static AlarmProof? Judge(string alarmId, IReadOnlyList<IEvent> stream)
    {
        var firings = stream.Select(Judge).OfType<FiringProof>().ToList();
        if (stream.Select(e => e.Data).OfType<AlarmTriggered>().FirstOrDefault() is not { } first) return null;
        var reason = firings.Find(firing => !firing.Fires)?.Reason ?? Reason.ConditionMet;
        var borneOut = firings.Count(firing => firing.Fires);
        var message = borneOut == firings.Count
            ? $"The rule as it was fires on the evidence of {Words(firings.Count)}."
            : $"The rule as it was fires on the evidence of {borneOut} of {Words(firings.Count)}.";
        return new(
            alarmId, borneOut == firings.Count, reason, message,
            FiringDetails.Member(first.Details, "rule"), FiringDetails.EvidenceOf(first.Details), firings);
    }

    private static FiringProof? Judge(IEvent e) => e.Data switch
    {
        AlarmTriggered fired => Judge(e.Id, fired.TriggeredAt, fired.Details),
        AlarmRetriggered fired => Judge(e.Id, fired.TriggeredAt, fired.Details),
        _ => null,
    };

    private static FiringProof Judge(Guid eventId, Instant triggeredAt, JsonElement details)
    {
        var reason = FiringDetails.RuleOf(details) is { } rule && FiringDetails.EvidenceOf(details) is { } evidence
            ? Engine.Verify(rule, evidence)
            : Reason.ConditionNotMet;
        return new(eventId, triggeredAt, reason is Reason.ConditionMet, reason);
    }

    private static string Words(int firings) => firings == 1 ? "1 firing" : $"{firings} firings";
}

using IotPlatform.Platform;
using Marten;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>How many alarms there are.</summary>
/// <param name="BySeverity">Of those that are open, active or acknowledged.</param>
public sealed record AlarmSummary(
    long Total, long Active, long Acknowledged, long Resolved, SeverityCounts BySeverity, AlarmsByStatus ByStatus)
{
    /// <summary>What the tally says.</summary>
    public static AlarmSummary Of(AlarmTally tally)
    {
        var byStatus = new AlarmsByStatus(
            StatusCounts.Of(tally.Active), StatusCounts.Of(tally.Acknowledged), StatusCounts.Of(tally.Resolved));
        var (active, acknowledged, resolved) = (byStatus.Active.Total, byStatus.Acknowledged.Total, byStatus.Resolved.Total);
        return new(active + acknowledged + resolved, active, acknowledged, resolved, tally.Active.With(tally.Acknowledged), byStatus);
    }
}

/// <summary>How many alarms stand so, by their severity.</summary>
public sealed record AlarmsByStatus(StatusCounts Active, StatusCounts Acknowledged, StatusCounts Resolved);

/// <summary>The alarms of one status.</summary>
public sealed record StatusCounts(long Critical, long Warning, long Info, long Total)
{
    /// <summary>These, and their sum.</summary>
    public static StatusCounts Of(SeverityCounts counts) => new(counts.Critical, counts.Warning, counts.Info, counts.Sum());
}

/// <summary>GET /v1/iot/alarms/summary: how many alarms there are, by status and severity.</summary>
public static class GetAlarmSummaryEndpoint
{
    [WolverineGet("/v1/iot/alarms/summary")]
    [EndpointSummary("Get alarm summary")]
    [Answers(typeof(AlarmSummary))]
    public static async Task<IResult> Get(HttpContext http, IDocumentStore store, Freshness freshness)
    {
        var customer = Caller.Of(http).Customer;
        await freshness.CatchUpAsync(customer, http.RequestAborted);
        await using var session = store.QuerySession(customer);
        var tally = await session.LoadAsync<AlarmTally>(AlarmTally.Key, http.RequestAborted);
        return Results.Json(AlarmSummary.Of(tally ?? AlarmTally.Empty), Json.Api);
    }
}

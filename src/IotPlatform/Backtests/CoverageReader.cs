using Marten;

namespace IotPlatform.Backtests;

/// <summary>Reads from the streams when a rule would have been about a device.</summary>
public sealed class CoverageReader(IDocumentStore store)
{
    /// <summary>All changes in the device's present life.</summary>
    public async Task<IReadOnlyList<Coverage>> ReadAsync(BacktestPlan plan, string deviceId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(plan.Customer);
        var events = await FactsAsync(session, deviceId, cancellation);
        var intervals = new Dictionary<string, IReadOnlyList<ProfileInterval>>();
        if (plan.Rule.Condition.WantsInterval)
            foreach (var profile in events.OfType<Devices.DeviceProfiled>().Select(e => e.ProfileId).Distinct())
                intervals[profile] = ProfileInterval.Of(await FactsAsync(session, profile, cancellation));
        return Coverage.Of(events, plan.Covers, intervals);
    }

    private static async Task<List<object>> FactsAsync(IQuerySession session, string stream, CancellationToken cancellation) =>
        [.. (await session.Events.FetchStreamAsync(stream, token: cancellation)).Select(e => e.Data)];
}

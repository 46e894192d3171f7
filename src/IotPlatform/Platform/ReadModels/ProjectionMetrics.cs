using System.Diagnostics.Metrics;
using Marten;

namespace IotPlatform.Platform;

/// <summary>How far projections are, under the meter <c>IotPlatform.Platform</c>.</summary>
public sealed class ProjectionMetrics
{
    private readonly ProjectionProgress _progress;
    private readonly IDocumentStore _store;

    /// <summary>Creates the instruments.</summary>
    public ProjectionMetrics(IMeterFactory meters, ProjectionProgress progress, IDocumentStore store)
    {
        (_progress, _store) = (progress, store);
        var meter = meters.Create("IotPlatform.Platform");
        meter.CreateObservableGauge(
            "iot.projections.events_behind", () => Observe(shard => shard.Behind), "{event}", "Events that are committed and not projected.");
        meter.CreateObservableGauge(
            "iot.projections.standing_still", () => Observe(shard => shard.StandingStill.TotalSeconds), "s",
            "How long a projection has projected nothing though it is behind.");
    }

    /// <summary>Begins to follow the daemon, before it starts: then it says of each shard where that is.</summary>
    public void Follow() => ((Marten.Storage.IMartenDatabase)_store.Storage.Database).Tracker.Subscribe(_progress);

    private IEnumerable<Measurement<T>> Observe<T>(Func<ProjectionState, T> value) where T : struct =>
        _progress.All.Select(shard => new Measurement<T>(value(shard), new KeyValuePair<string, object?>("projection", shard.Name)));
}

using JasperFx.Events.Projections;
using Marten;

namespace IotPlatform.Platform;

/// <summary>
/// All documents that are projected asynchronously, as the daemon runs them: one shard, which loads each event once, folds it into every
/// document that wants it and commits all of them in one transaction.
/// </summary>
public static class ReadModels
{
    /// <summary>What operators rebuild: <c>projections rebuild -p ReadModels</c>.</summary>
    public const string Name = "ReadModels";

    /// <summary>The name under which the daemon counts its progress.</summary>
    public const string Shard = $"{Name}:All";

    /// <summary>Adds a projection of one or of many streams; it must say which events it reads.</summary>
    public static void AddReadModel<T>(this StoreOptions options, T projection)
        where T : ProjectionBase, IProjectionSource<IDocumentOperations, IQuerySession> =>
        options.Projections.CompositeProjectionFor(Name, all =>
        {
            all.Add(projection);
            if (projection.IncludedEventTypes is []) throw new ArgumentException($"{projection.Name} does not say which events it reads.");
            foreach (var type in projection.IncludedEventTypes) all.IncludeType(type);
        });
}

using JasperFx.Events.Projections;
using Marten;

namespace IotPlatform.Platform;

/// <summary>
/// All documents that are projected asynchronously, as the daemon runs them: one shard, which loads each event once, folds it into every
/// document that wants it and commits all of them in one transaction.
/// </summary>
public static class ReadModels
{
    /// <summary>What operators call all of them: <c>projections rebuild ReadModels</c>.</summary>
    public const string Name = "ReadModels";

    /// <summary>The name under which the daemon counts its progress.</summary>
    public const string Shard = $"{Name}:All";

    /// <summary>Registers documents that are projected asynchronously, of one or of many streams.</summary>
    public static IServiceCollection AddReadModel<T, TProjection>(
        this IServiceCollection services, Func<IServiceProvider, WithheldEvents, TProjection> projection)
        where T : class
        where TProjection : ProjectionBase, IProjectionSource<IDocumentOperations, IQuerySession> =>
        services.Add<T, TProjection>(projection, false);

    /// <summary>Registers documents that are folded in the transaction of the events themselves, for commands that decide on them.</summary>
    public static IServiceCollection AddInlineReadModel<T>(this IServiceCollection services) where T : class, IResource<T> =>
        services.Add<T, ResourceProjection<T>>((_, withheld) => new ResourceProjection<T>(withheld), true);

    private static IServiceCollection Add<T, TProjection>(
        this IServiceCollection services, Func<IServiceProvider, WithheldEvents, TProjection> projection, bool isInline)
        where TProjection : ProjectionBase, IProjectionSource<IDocumentOperations, IQuerySession> =>
        services.AddSingleton(provider => new ReadModelDefinition(
            typeof(T),
            isInline,
            (options, withheld) => AddToShard(options, projection(provider, withheld)),
            options => options.Projections.Add(projection(provider, WithheldEvents.None), ProjectionLifecycle.Inline)));

    private static void AddToShard<T>(StoreOptions options, T projection)
        where T : ProjectionBase, IProjectionSource<IDocumentOperations, IQuerySession> =>
        options.Projections.CompositeProjectionFor(Name, all =>
        {
            all.Add(projection);
            if (projection.IncludedEventTypes is []) throw new ArgumentException($"{projection.Name} does not say which events it reads.");
            foreach (var type in projection.IncludedEventTypes) all.IncludeType(type);
        });
}

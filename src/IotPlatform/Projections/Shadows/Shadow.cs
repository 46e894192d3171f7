using IotPlatform.Platform;
using JasperFx;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Storage;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>
/// Documents that are folded from the platform's events beside those that it shows, by the same code and the same daemon, into a schema of
/// their own. Nothing that a projection does besides takes place: a shadow has no subscriptions.
/// </summary>
public sealed class Shadow : IAsyncDisposable
{
    // An event at a time a shadow would load for hours; more than this is no faster and takes memory.
    private const int EventsAtOnce = 3000;

    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly DocumentStore _store;
    private readonly ShadowSchema _schema;
    private readonly Observer _observer;
    private readonly UnreadableEvents _unreadable;
    private bool _isBegun;

    /// <param name="documents">What is folded.</param>
    /// <param name="isBegun">Whether the schema holds documents that are to be carried on.</param>
    /// <param name="folded">Is told up to which event the documents are folded.</param>
    public Shadow(
        IServiceProvider services, ShadowSchema schema, IEnumerable<ReadModelDefinition> documents, bool isBegun, Action<long>? folded = null)
    {
        (_schema, _isBegun, _unreadable) = (schema, isBegun, services.GetRequiredService<UnreadableEvents>());
        var options = Persistence.Shape(services);
        (options.DatabaseSchemaName, options.AutoCreateSchemaObjects) = (schema.Name, AutoCreate.None);
        options.Connection(services.GetRequiredService<NpgsqlDataSource>());
        // What it does not do anyway unless it is told to; without this it warns of that.
        options.Projections.AsyncMode = DaemonMode.Solo;
        foreach (var definition in documents) definition.AddToShard(options, WithheldEvents.None);
        options.Projections.CompositeProjectionFor(ReadModels.Name, all => all.Options.BatchSize = EventsAtOnce);
        _store = new DocumentStore(options);
        _observer = new Observer(folded);
        ((IMartenDatabase)_store.Storage.Database).Tracker.Subscribe(_observer);
    }

    /// <summary>Folds all events up to <paramref name="mark"/> that are not folded yet.</summary>
    /// <exception cref="FaultyEventException">An event cannot be read or folded.</exception>
    public async Task ProjectAsync(long mark, CancellationToken cancellation)
    {
        if (mark == 0) return;
        await _schema.ShowEventsAsync(mark, cancellation);
        using (var daemon = await _store.BuildProjectionDaemonAsync()) await RunAsync(daemon, mark, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (await _schema.ProgressAsync(cancellation) is var reached && reached < mark)
            throw new InvalidOperationException($"The documents came to event {reached} instead of {mark}.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task RunAsync(IProjectionDaemon daemon, long mark, CancellationToken cancellation)
    {
        try
        {
            if (_isBegun) await daemon.CatchUpAsync(cancellation);
            else await daemon.RebuildProjectionAsync(ReadModels.Name, Patience, cancellation);
            _isBegun = true;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            if (await FaultyAsync(fault, mark) is { } faulty) throw new FaultyEventException(faulty);
            throw;
        }
        // A shard that stops at an event says so to those who watch it, and not to who has started it.
        if (_observer.Fault is { } seen && await FaultyAsync(seen, mark) is { } stopped) throw new FaultyEventException(stopped);
    }

    // The library does not always name an event that it cannot read.
    private async Task<FaultyEvent?> FaultyAsync(Exception fault, long mark)
    {
        var named = FaultyEvent.Find(fault) ?? (_observer.Fault is { } seen ? FaultyEvent.Find(seen) : null);
        if (named is not null) return named;
        var leftOut = await _schema.LeftOutAsync(CancellationToken.None);
        await foreach (var e in _unreadable.FindAsync(await _schema.ProgressAsync(CancellationToken.None), mark, CancellationToken.None))
            if (!leftOut.Contains(e.Sequence)) return new(e.Sequence, e.Type, e.Stream, e.Customer, DeadLetterKind.Unreadable, e.Fault);
        return null;
    }

    private sealed class Observer(Action<long>? folded) : IObserver<ShardState>
    {
        public Exception? Fault { get; private set; }

        public void OnNext(ShardState value)
        {
            Fault ??= value.Exception;
            if (value.ShardName == ReadModels.Shard && value.Action is ShardAction.Updated) folded?.Invoke(value.Sequence);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}

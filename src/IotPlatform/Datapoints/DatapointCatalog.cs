using System.Collections.Concurrent;
using System.Collections.Frozen;
using IotPlatform.Accounts;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Marten;

namespace IotPlatform.Datapoints;

/// <summary>The defined datapoints in memory, for the ingest and the queries of telemetry; the commit feed keeps them true.</summary>
public sealed class DatapointCatalog(
    IDocumentStore store, AccountStore accounts, CommitFeed feed) : IDatapointCatalog, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, DatapointInfo>> _byKey = new();
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DatapointInfo>? OfCustomer(string customer) => _byKey.GetValueOrDefault(customer);

    /// <inheritdoc/>
    public DatapointInfo? FindById(string customer, string id) =>
        _byKey.TryGetValue(customer, out var defined) ? defined.Values.FirstOrDefault(datapoint => datapoint.Id == id) : null;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Subscribe(FollowAsync);
        foreach (var customer in await accounts.ListCustomersAsync(cancellationToken)) await ReadAsync(customer.Id, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async ValueTask FollowAsync(CommittedEvents committed)
    {
        if (committed.Events.Any(e => Datapoint.EventTypes.Contains(e.Data.GetType()))) await ReadAsync(committed.Customer, default);
    }

    // One after the other, so that an older reading does not come to replace a newer one.
    private async Task ReadAsync(string customer, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            await using var session = store.QuerySession(customer);
            var defined = await session.Query<DatapointKey>().ToListAsync(cancellation);
            if (defined.Count == 0) _byKey.TryRemove(customer, out _);
            else _byKey[customer] = defined.ToFrozenDictionary(known => known.Key, InfoOf);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static DatapointInfo InfoOf(DatapointKey known) => new(known.Id, known.Key, known.Unit, known.DataType switch
    {
        DatapointType.String => SampleKind.Text,
        DatapointType.Boolean => SampleKind.Boolean,
        _ => SampleKind.Number,
    });
}

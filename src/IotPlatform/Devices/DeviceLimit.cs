using System.Collections.Concurrent;
using IotPlatform.Accounts;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>
/// Keeps a customer within its plan's limit of devices, whoever else registers at the same time: registrations of one customer take turns
/// where there is a limit, and only there.
/// </summary>
public sealed class DeviceLimit(CustomerDirectory customers) : IConsequence
{
    // The read model counts up to the event that its progress names, in one transaction with it; what came after is counted from the events.
    private const string Count = $"""
        select coalesce((select (data->>'size')::bigint from iot.mt_doc_listsize where tenant_id = $1 and id = 'devices'), 0)
          + coalesce((
              select sum(case type when 'device_registered' then 1 else -1 end) from iot.mt_events
              where tenant_id = $1 and type in ('device_registered', 'device_deleted')
                and seq_id > coalesce((select last_seq_id from iot.mt_event_progression where name = '{ReadModels.Shard}'), 0)), 0)::bigint
        """;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>
    /// Waits for a registration's turn on this node, without a connection to the database: those that wait for their turn among all nodes
    /// hold one each. Null where there is no limit.
    /// </summary>
    public async ValueTask<IDisposable?> EnterAsync(string customer, CancellationToken cancellation)
    {
        if ((await customers.FindPlanAsync(customer, cancellation)).DeviceLimit is null) return null;
        var turn = new Turn(_turns.GetOrAdd(customer, _ => new(1)));
        await turn.WaitAsync(cancellation);
        return turn;
    }

    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        if (events.OfType<DeviceRegistered>().FirstOrDefault() is not { } registered) return null;
        if ((await customers.FindPlanAsync(session.TenantId, cancellation)).DeviceLimit is not { } limit) return null;
        var current = await CountAsync(session, cancellation);
        // Where there is no room nobody need wait for a turn.
        if (current < limit)
        {
            await Turns.WaitAsync(session, "device limit", cancellation);
            current = await CountAsync(session, cancellation);
        }
        return current < limit || await IsInUseAsync(session, registered.Id, cancellation)
            ? null
            : Problem.DeviceLimitReached(limit, current);
    }

    private static async Task<long> CountAsync(IDocumentSession session, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Count);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        await using var rows = await session.ExecuteReaderAsync(command, cancellation);
        await rows.ReadAsync(cancellation);
        return await rows.GetFieldValueAsync<long>(0, cancellation);
    }

    // Then the answer is that the id is in use, which the commit will find.
    private static async Task<bool> IsInUseAsync(IDocumentSession session, string id, CancellationToken cancellation) =>
        await session.Events.FetchStreamStateAsync(id, cancellation) is { } stream
        && (stream.AggregateType != typeof(Device) || await LockedStreams.FoldAsync<Device>(session, id, cancellation) is not null);

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public Task WaitAsync(CancellationToken cancellation) => semaphore.WaitAsync(cancellation);

        public void Dispose() => semaphore.Release();
    }
}

using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// Looks through new events for those that the daemon passes over without a word: of types that this version does not know, and, once it
/// has met one that cannot be read, others of these. How far it has come is kept, so none is missed by a crash.
/// </summary>
public sealed class EventInspection(
    NpgsqlDataSource database, DeadLetters letters, UnreadableEvents events, Quarantine quarantine, TimeProvider time, ILogger<EventInspection> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Above the high water mark events may still turn up.
    private const string Range = """
        select i.through, coalesce((select last_seq_id from iot.mt_event_progression where name = 'HighWaterMark'), 0) from iot.event_inspection i
        """;

    private const string Unknown = """
        select seq_id from iot.mt_events where seq_id > $1 and seq_id <= $2 and type <> all($3) order by seq_id
        """;

    /// <summary>Looks through what came since the last time.</summary>
    public async Task InspectAsync(CancellationToken cancellation)
    {
        var (after, through) = await RangeAsync(cancellation);
        if (after >= through) return;
        foreach (var sequence in await UnknownAsync(after, through, cancellation))
            await letters.AddAsync(ReadModels.Name, sequence, DeadLetterKind.UnknownType, "UnknownEventType", cancellation);
        if (quarantine.LeavesOutUnreadable)
        {
            await foreach (var faulty in events.FindAsync(after, through, cancellation))
                await letters.AddAsync(ReadModels.Name, faulty.Sequence, DeadLetterKind.Unreadable, faulty.Fault, cancellation);
        }
        await using var advance = database.CreateCommand("update iot.event_inspection set through = greatest(through, $1)");
        Add(advance, through);
        await advance.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await InspectAsync(stoppingToken);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(fault, "New events cannot be looked through; trying again in {Interval}", Interval);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops.
        }
    }

    private async Task<(long After, long Through)> RangeAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Range);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetInt64(1)) : (0, 0);
    }

    private async Task<IReadOnlyList<long>> UnknownAsync(long after, long through, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Unknown);
        command.CommandTimeout = 0;
        Add(command, after);
        Add(command, through);
        Add(command, events.Known().Select(type => type.EventTypeName).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<long> found = [];
        while (await rows.ReadAsync(cancellation)) found.Add(rows.GetInt64(0));
        return found;
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}

using JasperFx.Events.Daemon;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// Leaves out an event that has stopped a shard of the daemon, so that the shard can go on. What is left out is written down first: a letter
/// may tell of an event that is folded after all, and never the other way round.
/// </summary>
public sealed class Quarantine(
    IDocumentStore store, NpgsqlDataSource database, DeadLetters letters, WithheldEvents withheld, UnreadableEvents unreadable, ILogger<Quarantine> log)
{
    /// <summary>Whether events that cannot be read are left out: from the first one on.</summary>
    public bool LeavesOutUnreadable => Errors.SkipSerializationErrors;

    private ErrorHandlingOptions Errors => ((DocumentStore)store).Options.Projections.Errors;

    /// <summary>Leaves out what was left out before this start.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var known = await letters.ListAsync(ReadModels.Name, cancellation);
        withheld.Set(known.Where(letter => letter.Kind is DeadLetterKind.Unfoldable).Select(letter => letter.Event));
        Errors.SkipSerializationErrors = known.Any(letter => letter.Kind is DeadLetterKind.Unreadable);
    }

    /// <summary>Leaves out the event that a shard has failed at. False when it has failed at no event.</summary>
    public async Task<bool> TakeAsync(ShardFailure failure, CancellationToken cancellation)
    {
        if (failure.IsTransient || failure.Category is ShardFailureCategory.ProgressionOutOfOrder) return false;
        if (failure is { Event: { } e, Category: ShardFailureCategory.ApplyEvent })
            await TakeAsync(e.Sequence, DeadLetterKind.Unfoldable, NameOf(failure.RootExceptionType), cancellation);
        else if (await FirstUnreadableAsync(cancellation) is { } faulty)
            await TakeAsync(faulty.Sequence, DeadLetterKind.Unreadable, faulty.Fault, cancellation);
        else
            return false;
        await LoadAsync(cancellation);
        return true;
    }

    private async Task TakeAsync(long sequence, DeadLetterKind kind, string fault, CancellationToken cancellation)
    {
        await letters.AddAsync(ReadModels.Name, sequence, kind, fault, cancellation);
        log.LogError("Event {Event} is left out of all read models: {Kind}, {Fault}. './iot projections dead-letters' lists such events", sequence, kind, fault);
    }

    private async Task<UnreadableEvent?> FirstUnreadableAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select min(last_seq_id), max(last_seq_id) from iot.mt_event_progression");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation) || row.IsDBNull(0)) return null;
        await foreach (var faulty in unreadable.FindAsync(row.GetInt64(0), row.GetInt64(1), cancellation)) return faulty;
        return null;
    }

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}

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
    // More than a page holds.
    private const long FarEnough = 20_000;

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
    public async Task<bool> TakeAsync(string projection, ShardFailure failure, CancellationToken cancellation)
    {
        if (failure.IsTransient || failure.Category is ShardFailureCategory.ProgressionOutOfOrder) return false;
        if (failure is { Event: { } e, Category: ShardFailureCategory.ApplyEvent })
            await TakeAsync(e.Sequence, DeadLetterKind.Unfoldable, NameOf(failure.RootExceptionType), cancellation);
        else if (await FirstUnreadableAsync(projection, cancellation) is { } faulty)
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

    private async Task<UnreadableEvent?> FirstUnreadableAsync(string projection, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select last_seq_id from iot.mt_event_progression where lower(name) = lower($1) || ':all'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = projection });
        var after = await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
        await foreach (var faulty in unreadable.FindAsync(after, after + FarEnough, cancellation)) return faulty;
        return null;
    }

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}

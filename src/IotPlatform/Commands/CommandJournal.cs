using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Commands;

/// <summary>A step of one command.</summary>
public sealed record CommandEntry(string CommandId, CommandStep Step, Instant At);

/// <summary>Writes onto the commands' streams what has become of them; those that are closed already stay as they are.</summary>
public sealed class CommandJournal(IDocumentStore store)
{
    /// <summary>All of it in one transaction.</summary>
    public async Task WriteAsync(string customer, IReadOnlyList<CommandEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0) return;
        await using var session = Sessions.Open(store, Caller.System(customer), "commands");
        await WriteAsync(session, entries, cancellation);
        await session.SaveChangesAsync(cancellation);
    }

    /// <summary>The same as part of the session's transaction. The streams are locked, so no race is lost.</summary>
    public static async Task WriteAsync(IDocumentSession session, IReadOnlyList<CommandEntry> entries, CancellationToken cancellation)
    {
        var ids = entries.Select(entry => entry.CommandId).Distinct().ToList();
        var open = await LockedStreams.TakeAsync<OpenCommand>(session, ids, cancellation);
        foreach (var steps in entries.GroupBy(entry => entry.CommandId))
        {
            if (!open.TryGetValue(steps.Key, out var command)) continue;
            var events = CommandProgress.Decide(command.State, steps.Select(entry => (entry.Step, entry.At)));
            if (events.Count > 0) session.Events.Append(command.Id, command.Version + events.Count, events);
        }
    }
}

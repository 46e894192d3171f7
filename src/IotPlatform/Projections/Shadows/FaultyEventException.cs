using IotPlatform.Platform;
using JasperFx.Events.Daemon;

namespace IotPlatform.Projections;

/// <summary>An event that cannot be read, or that a document cannot be folded with.</summary>
/// <param name="Sequence">Its sequence in the store.</param>
/// <param name="Fault">What went wrong, in a word: the type of the exception.</param>
public sealed record FaultyEvent(long Sequence, string? Type, string? Stream, string? Customer, DeadLetterKind Kind, string Fault)
{
    /// <summary>The event that a fault is about, if it is about one that can be read.</summary>
    public static FaultyEvent? Find(Exception fault) =>
        Causes(fault).OfType<ApplyEventException>().FirstOrDefault() is { Event: { } e }
            ? new(e.Sequence, e.EventTypeName, e.StreamKey, e.TenantId, DeadLetterKind.Unfoldable, Causes(fault).Last().GetType().Name)
            : null;

    private static IEnumerable<Exception> Causes(Exception fault) => fault is AggregateException many
        ? many.InnerExceptions.SelectMany(Causes)
        : [fault, .. fault.InnerException is { } inner ? Causes(inner) : []];
}

/// <summary>Documents cannot be folded, because of one event.</summary>
public sealed class FaultyEventException(FaultyEvent e) : Exception(
    $"Event {e.Sequence} ({e.Type ?? "of an unknown type"}, stream {e.Stream ?? "unknown"}, customer {e.Customer ?? "unknown"}) "
    + $"cannot be {(e.Kind is DeadLetterKind.Unreadable ? "read" : "folded")}: {e.Fault}.")
{
    /// <summary>The event.</summary>
    public FaultyEvent Event => e;
}

using JasperFx.Events.Daemon;

namespace IotPlatform.Projections;

/// <summary>An event that cannot be read, or that a document cannot be folded with.</summary>
public sealed class FaultyEventException(string reason) : Exception(reason)
{
    /// <summary>The event that a fault is about, if it is about one.</summary>
    public static FaultyEventException? Find(Exception fault) =>
        Causes(fault).OfType<IEventFailureContext>().FirstOrDefault() is { } failure ? new(Describe(failure, fault)) : null;

    /// <summary>An event past those that are folded, of which it is not known which one it is.</summary>
    public static FaultyEventException After(long folded, Exception fault) =>
        new($"One of the events after {folded} cannot be read: {Causes(fault).Last().GetType().Name}.");

    private static string Describe(IEventFailureContext failure, Exception fault) =>
        $"Event {failure.Sequence} ({failure.EventTypeName ?? "of an unknown type"}, stream {failure.StreamKey ?? "unknown"}, "
        + $"customer {failure.TenantId ?? "unknown"}) cannot be folded: {Causes(fault).Last().GetType().Name}.";

    private static IEnumerable<Exception> Causes(Exception fault) => fault is AggregateException many
        ? many.InnerExceptions.SelectMany(Causes)
        : [fault, .. fault.InnerException is { } inner ? Causes(inner) : []];
}

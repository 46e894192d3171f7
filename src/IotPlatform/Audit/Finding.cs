namespace IotPlatform.Audit;

/// <summary>What is wrong with an event, a stream or a seal.</summary>
public enum FindingKind
{
    /// <summary>The event is not what was linked.</summary>
    Changed,

    /// <summary>The event was linked, and is not there.</summary>
    Removed,

    /// <summary>The event is there, and was never linked: the platform did not write it.</summary>
    Inserted,

    /// <summary>The event stands in another place than the one it was linked in.</summary>
    Moved,

    /// <summary>The event's link does not follow from the one before it: the chain was rewritten.</summary>
    Relinked,

    /// <summary>The stream does not end where it should.</summary>
    Cut,

    /// <summary>A note is gone, and no event says that it was erased.</summary>
    NoteLost,

    /// <summary>A seal does not hold what is there, does not follow from the one before, or is missing.</summary>
    SealBroken,
}

/// <summary>One fault that a verification found, by name.</summary>
/// <param name="Stream">The id of the resource; null where the fault is a seal's.</param>
/// <param name="Version">The event's place in its stream.</param>
/// <param name="Sequence">The event's place in the store.</param>
/// <param name="Message">For people.</param>
public sealed record Finding(FindingKind Kind, string Customer, string? Stream, long? Version, long? Sequence, string Message)
{
    /// <summary>A fault of a seal.</summary>
    public static Finding OfSeal(Seal seal, string fault) => OfSeal(seal.Customer, seal.Number, fault);

    /// <summary>A fault of the seal with this number, be it there or not.</summary>
    public static Finding OfSeal(string customer, long number, string fault) =>
        new(FindingKind.SealBroken, customer, null, null, null, $"Seal {number} of {customer} {fault}.");
}

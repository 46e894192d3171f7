using Marten;

namespace IotPlatform.Platform;

/// <summary>Documents that are folded from events: by the platform's own store, or by one that folds them anew beside it.</summary>
/// <param name="Document">What is folded.</param>
/// <param name="IsInline">Whether they are folded in the transaction of the events, rather than after it.</param>
/// <param name="AddToShard">Lets the daemon of a store fold them, together with all others that are added to it, without what is withheld.</param>
/// <param name="AddInline">Lets the sessions of a store fold them.</param>
public sealed record ReadModelDefinition(
    Type Document, bool IsInline, Action<StoreOptions, WithheldEvents> AddToShard, Action<StoreOptions> AddInline)
{
    /// <summary>What operators call them: <c>Device</c>.</summary>
    public string Name => Document.Name;
}

/// <summary>What every store over the events has to know of documents and events, whether it is the platform's own or not.</summary>
public sealed record StoreShape(Action<StoreOptions> Configure);

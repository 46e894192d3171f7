namespace IotPlatform.Audit;

/// <summary>The link of an event, as it is stored.</summary>
/// <param name="Content">The hash of the event's content.</param>
/// <param name="Hash">The link itself.</param>
public sealed record EventLink(string Customer, string Stream, long Version, long Sequence, Hash Content, Hash Hash);

/// <summary>An event that is stored, and its place in the store.</summary>
public sealed record StoredEvent(long Sequence, EventContent Content);

/// <summary>One place in the store: an event, its link, or what is left of both.</summary>
public sealed record ChainRow(StoredEvent? Event, EventLink? Link)
{
    /// <summary>Whose event it is, or was.</summary>
    public string Customer => Link?.Customer ?? Event!.Content.Customer;

    /// <summary>The stream that it belongs, or belonged, to.</summary>
    public string Stream => Link?.Stream ?? Event!.Content.Stream;

    /// <summary>The place in the stream that it has, or had.</summary>
    public long Version => Link?.Version ?? Event!.Content.Version;

    /// <summary>The place in the store.</summary>
    public long Sequence => Link?.Sequence ?? Event!.Sequence;
}

using NodaTime;

namespace IotPlatform.Platform;

/// <summary>Why an event was left out.</summary>
public enum DeadLetterKind
{
    /// <summary>It cannot be read: its JSON is not of its type.</summary>
    Unreadable,

    /// <summary>This version knows no event of its type.</summary>
    UnknownType,

    /// <summary>It can be read, but not folded.</summary>
    Unfoldable,

    /// <summary>Nobody can be notified of it.</summary>
    Unplannable,
}

/// <summary>An event that a projection has left out, so that one event does not stop it for good.</summary>
/// <param name="Projection">What has left it out.</param>
/// <param name="Event">Its sequence in the store.</param>
/// <param name="Type">The name of its type, as stored.</param>
/// <param name="Fault">What went wrong, in a word: the type of the exception.</param>
public sealed record DeadLetter(
    string Projection, long Event, string Type, string Customer, string Stream, DeadLetterKind Kind, string Fault, Instant FoundAt);

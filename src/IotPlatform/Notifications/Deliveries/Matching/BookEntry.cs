using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What a page of a book is.</summary>
public enum BookEntryKind
{
    Channel,
    Policy,
    Silence,
}

/// <summary>
/// Says that a channel, policy or silence is there, written in the very transaction that makes or deletes it: who is told must not wait for
/// read models.
/// </summary>
/// <param name="EndsAt">When it has nothing to say any more; null: never.</param>
public sealed record BookEntry(string Id, BookEntryKind Kind, Instant? EndsAt) : IResource<BookEntry>
{
    static string IResource<BookEntry>.Kind => "entry";
    public static string Path => NotificationChannel.Path;
    public static IReadOnlyList<Type> EventTypes { get; } =
    [
        typeof(ChannelCreated), typeof(ChannelDeleted), typeof(PolicyCreated), typeof(PolicyDeleted), typeof(SilenceCreated), typeof(SilenceDeleted),
    ];

    /// <inheritdoc/>
    public static BookEntry? Fold(BookEntry? state, object fact) => fact switch
    {
        ChannelCreated e => new(e.Id, BookEntryKind.Channel, null),
        PolicyCreated e => new(e.Id, BookEntryKind.Policy, null),
        SilenceCreated e => new(e.Id, BookEntryKind.Silence, e.EndsAt),
        ChannelDeleted or PolicyDeleted or SilenceDeleted => null,
        _ => state,
    };
}

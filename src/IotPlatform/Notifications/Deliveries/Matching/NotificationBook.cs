using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>All that decides who of one customer is told.</summary>
/// <param name="Policies">The oldest first: of several that ask for the same it is the one that counts.</param>
public sealed record NotificationBook(
    IReadOnlyList<NotificationPolicy> Policies, IReadOnlyDictionary<string, NotificationChannel> Channels, IReadOnlyList<Silence> Silences)
{
    /// <summary>The events that change a book.</summary>
    public static IReadOnlySet<Type> EventTypes { get; } =
        new HashSet<Type>([.. NotificationChannel.EventTypes, .. TypesOf<NotificationPolicy>(), .. Silence.EventTypes]);

    /// <summary>The channels that are switched on, of one type.</summary>
    public IEnumerable<NotificationChannel> Enabled(string channelType) =>
        Channels.Values.Where(channel => channel.IsEnabled && channel.ChannelType == channelType);

    private static IReadOnlyList<Type> TypesOf<T>() where T : class, IResource<T> => T.EventTypes;
}

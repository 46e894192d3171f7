using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Where notifications go: mailboxes, a webhook, a chat, phones.</summary>
public sealed record NotificationChannel : IResource<NotificationChannel>
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string ChannelType { get; init; }
    public RawJson Config { get; init; }

    /// <summary>What the masks stand for; no answer shows it.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>The secret before the present one, which receivers may still expect.</summary>
    [Secret]
    public FormerSecret? Former { get; init; }

    public bool IsEnabled { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "channel";

    [JsonIgnore]
    public static string Path => "/v1/iot/notifications/channels";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } =
    [
        typeof(ChannelCreated), typeof(ChannelRevised), typeof(ChannelSecretRotated), typeof(ChannelEnabled), typeof(ChannelDisabled),
        typeof(ChannelDeleted),
    ];

    /// <inheritdoc/>
    public static NotificationChannel? Fold(NotificationChannel? state, object fact) => fact switch
    {
        ChannelCreated e => new()
        {
            Id = e.Id,
            Name = e.Name,
            ChannelType = e.ChannelType,
            Config = e.Config,
            Secrets = e.Secrets,
            IsEnabled = e.IsEnabled,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        ChannelRevised e => state! with
        {
            Name = e.Name,
            Config = e.Config,
            Secrets = e.Secrets,
            Former = state.FormerAfter(e.Secrets.GetValueOrDefault(FormerSecret.Member), e.At),
            UpdatedAt = e.At,
        },
        ChannelSecretRotated e => state! with
        {
            Secrets = new Dictionary<string, string>(state.Secrets) { [FormerSecret.Member] = e.Secret },
            Former = state.FormerAfter(e.Secret, e.At),
            UpdatedAt = e.At,
        },
        ChannelEnabled e => state! with { IsEnabled = true, UpdatedAt = e.At },
        ChannelDisabled e => state! with { IsEnabled = false, UpdatedAt = e.At },
        ChannelDeleted => null,
        _ => state,
    };

    private FormerSecret? FormerAfter(string? secret, Instant at) =>
        Secrets.GetValueOrDefault(FormerSecret.Member) is { } present && present != secret ? new(present, at + FormerSecret.Lifetime) : Former;
}

/// <summary>
/// A webhook's secret that was replaced: what is sent is signed with both until receivers have had time to learn the new one.
/// </summary>
public sealed record FormerSecret(string Secret, Instant Until)
{
    /// <summary>The member of a webhook's config that holds its secret.</summary>
    public const string Member = "secret";

    /// <summary>How long it signs on.</summary>
    public static readonly Duration Lifetime = Duration.FromDays(1);
}

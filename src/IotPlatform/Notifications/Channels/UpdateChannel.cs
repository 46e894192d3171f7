using IotPlatform.Alarms;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// Changes what a channel says, or switches it. Its type is for life. A mask in the new config keeps what is stored at its place, and a
/// webhook that names no secret keeps its own.
/// </summary>
public sealed record UpdateChannel(string Name, MaskedConfig Config, bool IsEnabled) : IChange<UpdateChannel, NotificationChannel>
{
    /// <inheritdoc/>
    public static UpdateChannel Read(Body body, NotificationChannel channel)
    {
        body.Immutable("channel_type", channel.ChannelType);
        return new(
            body.Text("name", 1, 100).Or(channel.Name),
            ReadConfig(body, channel),
            body.NullableFlag("is_enabled").Value ?? channel.IsEnabled);
    }

    private static MaskedConfig ReadConfig(Body body, NotificationChannel channel)
    {
        var config = body.Members("config");
        return config.IsPresent
            ? SentConfig.Read(body, channel.ChannelType, config.Value, channel.Secrets)
            : new(channel.Config, channel.Secrets);
    }
}

/// <summary>PUT /v1/iot/notifications/channels/{channel_id}</summary>
public static class UpdateChannelEndpoint
{
    [WolverinePut("/v1/iot/notifications/channels/{channel_id}")]
    [EndpointSummary("Update notification channel")]
    public static Task<IResult> Put(
        string channel_id, Changes<UpdateChannel> changes, HttpContext http, Resources<NotificationChannel> channels,
        WebhookSettings settings) =>
        channels.Change(http, channel_id, changes, (change, channel, now) => Decide(change, channel, settings, now));

    /// <summary>The new text in one event, where it differs; the switch in another.</summary>
    public static Decision Decide(UpdateChannel change, NotificationChannel channel, WebhookSettings settings, Instant now)
    {
        List<object> events = [];
        var isReconfigured = change.Config != new MaskedConfig(channel.Config, channel.Secrets);
        if (isReconfigured && FaultsIn(change, channel, settings) is { Count: > 0 } faults) return Problem.Invalid(faults);
        if (isReconfigured || change.Name != channel.Name)
            events.Add(new ChannelRevised(channel.Id, change.Name, change.Config.Text, change.Config.Secrets, now));
        if (change.IsEnabled != channel.IsEnabled)
            events.Add(channel.IsEnabled ? new ChannelDisabled(channel.Id, null, now) : new ChannelEnabled(channel.Id, now));
        return Decision.Append(events);
    }

    private static IReadOnlyList<Fault> FaultsIn(UpdateChannel change, NotificationChannel channel, WebhookSettings settings) =>
        ChannelConfigs.FaultsIn(channel.ChannelType, change.Config.Unmask(), settings.AllowPrivateNetworks);
}

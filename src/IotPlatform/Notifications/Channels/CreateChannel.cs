using IotPlatform.Alarms;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>Creates a channel. A webhook without a secret gets one, which the answer alone shows, in config.secret.</summary>
public sealed record CreateChannel(string Name, string ChannelType, MaskedConfig Config, bool IsEnabled) : IRequestBody<CreateChannel>
{
    /// <inheritdoc/>
    public static CreateChannel Read(Body body)
    {
        var name = body.RequiredText("name", 1, 100);
        if (!body.Has("channel_type")) body.AddFault("channel_type", "is required");
        var type = body.Choice("channel_type", ChannelTypes.All);
        var config = body.RequiredMembers("config");
        return new(
            name,
            type.Or(""),
            type.IsPresent && config.IsPresent ? SentConfig.Read(body, type.Value, config.Value) : MaskedConfig.None,
            body.NullableFlag("is_enabled").Value ?? true);
    }
}

/// <summary>POST /v1/iot/notifications/channels</summary>
public static class CreateChannelEndpoint
{
    [WolverinePost("/v1/iot/notifications/channels")]
    [EndpointSummary("Create notification channel")]
    public static Task<IResult> Post(
        CreateChannel command, HttpContext http, Resources<NotificationChannel> channels, WebhookSettings settings, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        var secret = WebhookSecret.New();
        return channels.Create(http, id, (_, now) => Decide(command, id, secret, settings, now));
    }

    /// <summary>What the operator allows is known here, and no sooner.</summary>
    public static Decision Decide(CreateChannel command, string id, string newSecret, WebhookSettings settings, Instant now)
    {
        var faults = ChannelConfigs.FaultsIn(command.ChannelType, command.Config.Unmask(), settings.AllowPrivateNetworks);
        if (faults.Count > 0) return Problem.Invalid(faults);
        var config = command.ChannelType == ChannelTypes.Webhook ? command.Config.WithDefault(newSecret) : command.Config;
        return Decision.Append(
            new ChannelCreated(id, command.Name, command.ChannelType, config.Text, config.Secrets, command.IsEnabled, now));
    }
}

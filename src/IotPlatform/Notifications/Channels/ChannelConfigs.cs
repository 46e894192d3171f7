using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Reads configs by the channel's type. Pure.</summary>
public static class ChannelConfigs
{
    /// <summary>What the channel's sender needs, with the secrets that count at <paramref name="now"/>.</summary>
    public static ChannelConfig Open(NotificationChannel channel, Instant now)
    {
        var masked = new MaskedConfig(channel.Config, channel.Secrets);
        var config = Read(channel.ChannelType, new Body(JsonElement.Parse(masked.Unmask())), allowPrivateNetworks: true);
        return config is WebhookConfig webhook ? webhook with { Secrets = [.. SecretsOf(channel, now)] } : config;
    }

    /// <summary>All that is wrong with a config, its secrets unmasked.</summary>
    public static IReadOnlyList<Fault> FaultsIn(string channelType, string config, bool allowPrivateNetworks)
    {
        var body = new Body(JsonElement.Parse(config));
        Read(channelType, body, allowPrivateNetworks);
        return [.. body.Faults.Select(fault => fault with { Field = $"config.{fault.Field}" })];
    }

    private static IEnumerable<string> SecretsOf(NotificationChannel channel, Instant now)
    {
        if (channel.Secrets.TryGetValue(FormerSecret.Member, out var present)) yield return present;
        if (channel.Former is { } former && now < former.Until) yield return former.Secret;
    }

    private static ChannelConfig Read(string channelType, Body body, bool allowPrivateNetworks) => channelType switch
    {
        ChannelTypes.Email => EmailMembers.Read(body),
        ChannelTypes.Webhook => WebhookMembers.Read(body, allowPrivateNetworks),
        ChannelTypes.Slack => ChatMembers.ReadSlack(body, allowPrivateNetworks),
        ChannelTypes.Teams => ChatMembers.ReadTeams(body, allowPrivateNetworks),
        ChannelTypes.Sms => SmsMembers.Read(body),
        _ => throw new ArgumentOutOfRangeException(nameof(channelType), channelType, "There is no such channel type."),
    };
}

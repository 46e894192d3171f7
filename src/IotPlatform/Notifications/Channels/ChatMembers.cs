using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads the configs of channels to chats. The URL is the permission to post there.</summary>
public static class ChatMembers
{
    private const int MaxChannelLength = 80;

    public static SlackConfig ReadSlack(Body body, bool allowPrivateNetworks) =>
        new(ReadUrl(body, allowPrivateNetworks), ConfigMembers.Line(body, "channel", MaxChannelLength));

    public static TeamsConfig ReadTeams(Body body, bool allowPrivateNetworks) => new(ReadUrl(body, allowPrivateNetworks));

    private static Uri ReadUrl(Body body, bool allowPrivateNetworks) => ConfigMembers.Url(body, allowPrivateNetworks, "webhook_url", "url");
}

using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Tests.Devices;
using NodaTime;

namespace IotPlatform.Tests.Notifications;

/// <summary>Something that happened to an alarm, and those who may want to know.</summary>
internal static class SampleOccasion
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    public static readonly ToldBefore Nothing = new(
        new Dictionary<(string, string, string), Instant>(), new HashSet<(string, string)>());

    public static Occasion Of(NotificationKind kind = NotificationKind.Triggered, int seconds = 0, string alarm = "alarm-1") => new(
        "customer", $"{alarm}/{kind}/{seconds}", kind, alarm, 1, Severity.Critical, "rule-1", SampleDevice.Of(), Start + Duration.FromSeconds(seconds));

    public static NotificationPolicy Policy(string id, params string[] channels) => SamplePolicy.Of() with
    {
        Id = id,
        EventTypes = ["triggered", "acknowledged", "resolved"],
        ChannelIds = channels,
        CooldownSeconds = 0,
    };

    public static NotificationChannel Channel(string id, bool isEnabled = true, string type = ChannelTypes.Webhook) => new()
    {
        Id = id,
        Name = $"Channel {id}",
        ChannelType = type,
        Config = new RawJson("{}"),
        IsEnabled = isEnabled,
    };

    public static NotificationBook Book(params NotificationPolicy[] policies) => new(
        policies, new[] { Channel("a"), Channel("b"), Channel("off", isEnabled: false), Channel("mail", type: ChannelTypes.Email) }
            .ToDictionary(channel => channel.Id), []);
}

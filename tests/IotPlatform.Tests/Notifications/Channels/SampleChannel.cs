using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Tests.Notifications;

/// <summary>Channels to test with, as their events make them.</summary>
internal static class SampleChannel
{
    public const string Mask = MaskedConfig.Mask;
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string Hook = "https://hooks.slack.com/services/T0/B0/XXX";

    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);
    public static readonly WebhookSettings Strict = new(AllowPrivateNetworks: false);
    public static readonly WebhookSettings Lax = new(AllowPrivateNetworks: true);

    public static ChannelCreated Creation(string type, string config)
    {
        var masked = MaskedConfig.Of(type, config);
        return new("channel-1", "Operations", type, masked.Text, masked.Secrets, true, Made);
    }

    public static ChannelCreated Webhook(string members = "\"headers\":{\"X-Api-Key\":\"k-12345\"}") =>
        Creation("webhook", $$"""{"url":"https://example.com/hook","secret":"{{Secret}}",{{members}}}""");

    public static ChannelCreated Slack() => Creation("slack", $$"""{ "webhook_url" : "{{Hook}}" }""");

    public static NotificationChannel Of(params object[] facts) => facts.Aggregate((NotificationChannel?)null, NotificationChannel.Fold)!;

    /// <summary>What a request to create a channel comes to, as the endpoint has it.</summary>
    public static Decision Create(string type, string config, WebhookSettings? settings = null)
    {
        var body = Body.Parse($$"""{"name":"Operations","channel_type":"{{type}}","config":{{config}}}""");
        var command = CreateChannel.Read(body);
        return body.Faults.Count > 0 ? Problem.Invalid(body.Faults) : Decide(command, settings);
    }

    public static Decision Decide(CreateChannel command, WebhookSettings? settings = null) =>
        CreateChannelEndpoint.Decide(command, "channel-1", Secret, settings ?? Strict, Made);

    public static Decision Revise(string json, NotificationChannel channel, WebhookSettings? settings = null) =>
        Change.Decide<UpdateChannel, NotificationChannel>(
            JsonElement.Parse(json), channel, Now, (change, state, now) => UpdateChannelEndpoint.Decide(change, state, settings ?? Strict, now));

    /// <summary>The fields that a refusal names.</summary>
    public static IReadOnlyList<string> Faults(Decision decision) => [.. decision.Refusal?.Errors.Select(fault => fault.Field) ?? []];
}

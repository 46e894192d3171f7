using System.Net;
using IotPlatform.Alarms;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

/// <summary>The part of the platform that sends, alone.</summary>
internal sealed class SendingPlatform : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Sends where it may, and says what became of it.</summary>
    /// <param name="resolve">What names lead to; null: what they do.</param>
    public SendingPlatform(
        bool allowPrivateNetworks = true, ResolveHost? resolve = null, TimeProvider? time = null, MailRelaySettings? mail = null,
        SmsGatewaySettings? sms = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IClock>(SystemClock.Instance).AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(new WebhookSettings(allowPrivateNetworks)).AddSingleton(new SenderSettings(mail, sms));
        if (resolve is not null) services.AddSingleton(resolve);
        _services = services.AddSenders().BuildServiceProvider();
    }

    /// <summary>Names that lead here whatever they are.</summary>
    public static ResolveHost To(params string[] addresses) =>
        (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);

    /// <summary>The notification that is sent, unless a test says otherwise.</summary>
    public static Notification Sample { get; } =
        SampleNotification.For("019b76da-a800-7000-8000-000000000001", SystemClock.Instance.GetCurrentInstant());

    public Task<SendOutcome> SendAsync(ChannelConfig config, CancellationToken cancellation = default) =>
        SendAsync(config, Sample, cancellation);

    public Task<SendOutcome> SendAsync(ChannelConfig config, Notification notification, CancellationToken cancellation = default) =>
        _services.GetRequiredService<global::IotPlatform.Notifications.Senders>()
            .SendAsync(TypeOf(config), notification, config, cancellation);

    /// <summary>Posts to a URL as a webhook.</summary>
    public Task<SendOutcome> PostAsync(string url) => SendAsync(new WebhookConfig(new(url), [], new Dictionary<string, string>()));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string TypeOf(ChannelConfig config) => config switch
    {
        WebhookConfig => ChannelTypes.Webhook,
        EmailConfig => ChannelTypes.Email,
        SlackConfig => ChannelTypes.Slack,
        TeamsConfig => ChannelTypes.Teams,
        _ => ChannelTypes.Sms,
    };
}

/// <summary>Time in which ten seconds are over soon.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Haste = 20;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period);
}

using MQTTnet.Server;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// Ties the MQTT server to the platform: its questions, the connections that fall silent, the sessions that expire, the wills that are due,
/// and the goodbye to all devices when the platform stops, which Kestrel would otherwise wait for.
/// </summary>
internal sealed class MqttHousekeeping(
    MqttServer server, MqttEndpoint endpoint, MqttSessions sessions, Login login, Wills wills, IClock clock, IHostApplicationLifetime lifetime,
    ILogger<MqttHousekeeping> logger) : BackgroundService
{
    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        server.ValidatingConnectionAsync += login.ValidateAsync;
        sessions.DeleteAsync = DeleteSessionAsync;
        lifetime.ApplicationStopping.Register(() => endpoint.CloseAll(SessionEnd.PlatformStopped));
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(MqttLimits.HousekeepingInterval.ToTimeSpan());
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                CloseSilentOnes();
                var now = clock.GetCurrentInstant();
                foreach (var will in sessions.TakeWills(now)) await wills.PublishAsync(will).ConfigureAwait(false);
                foreach (var key in sessions.Expire(now)) await DeleteSessionAsync(key).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The platform stops.
        }
    }

    private void CloseSilentOnes()
    {
        var now = Environment.TickCount64;
        foreach (var channel in sessions.Live)
            if (channel.IsSilent(now)) channel.Close(SessionEnd.Silent);
    }

    private async Task DeleteSessionAsync(string key)
    {
        try
        {
            if (server.IsStarted) await (await server.GetSessionAsync(key).ConfigureAwait(false)).DeleteAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException unknown)
        {
            // The server's way of saying that there is no such session.
            logger.LogDebug(unknown, "Session {Key} is gone already", key);
        }
    }
}

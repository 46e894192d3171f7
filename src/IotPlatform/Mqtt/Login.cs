using System.Net;
using IotPlatform.Devices;
using MQTTnet.Server;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>Decides on a CONNECT: who the device is, that it is alone under its name, and what its session is like.</summary>
internal sealed class Login(
    IDeviceAuthenticator authenticator, MqttSessions sessions, SessionStart start, LoginThrottle throttle, MqttMetrics metrics, IClock clock,
    ILogger<Login> logger)
{
    /// <summary>Handles the server's question whether a connection is welcome.</summary>
    public async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        var channel = (DeviceChannel)e.ChannelAdapter;
        var refusal = await AdmitAsync(channel, e).ConfigureAwait(false);
        if (refusal is null) return;

        metrics.Refused(refusal.Code);
        e.ReasonCode = channel.IsVersion5 ? refusal.Code : refusal.CodeForVersion3;
        e.ReasonString = refusal.Text;
    }

    private async Task<LoginRefusal?> AdmitAsync(DeviceChannel channel, ValidatingConnectionEventArgs e)
    {
        if (e.AuthenticationMethod is not null) return LoginRefusal.EnhancedAuthentication;
        if (Topic.HasControlCharacter(e.ClientId ?? "")) return LoginRefusal.ClientId;
        if (e.UserName is not { Length: > 0 and <= MqttLimits.UsernameChars } username || Topic.HasControlCharacter(username))
            return LoginRefusal.Credentials;

        var address = (e.RemoteEndPoint as IPEndPoint)?.Address;
        if (!throttle.Admits(address, username)) return LoginRefusal.TooManyFailures;

        try
        {
            var drops = sessions.Drops;
            var (outcome, device) = await authenticator.AuthenticateAsync(username, e.Password, e.CancellationToken).ConfigureAwait(false);
            if (outcome is LoginOutcome.BadCredentials) return await HoldBackAsync(address, username, e.CancellationToken).ConfigureAwait(false);
            if (outcome is LoginOutcome.Deactivated || device is null) return LoginRefusal.Deactivated;
            if (CheckClientId(channel, e, device) is { } wrong) return wrong;
            if (!await channel.EnterAsync(SessionKey.Of(device.Customer, device.DeviceId), e.CancellationToken).ConfigureAwait(false))
                return LoginRefusal.Superseded;

            // A device that was dropped while it logged in must not slip through.
            if (drops != sessions.Drops && await IsRevokedAsync(username, e).ConfigureAwait(false)) return LoginRefusal.Deactivated;
            return await start.BeginAsync(channel, device).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            logger.LogWarning(failed, "A login could not be checked");
            return LoginRefusal.Unavailable;
        }
    }

    private async Task<bool> IsRevokedAsync(string username, ValidatingConnectionEventArgs e)
    {
        var (outcome, _) = await authenticator.AuthenticateAsync(username, e.Password, e.CancellationToken).ConfigureAwait(false);
        return outcome is not LoginOutcome.Accepted;
    }

    private async Task<LoginRefusal> HoldBackAsync(IPAddress? address, string username, CancellationToken cancellation)
    {
        using var failure = throttle.Fail(address, username, clock.GetCurrentInstant());
        if (failure.Delay > Duration.Zero) await Task.Delay(failure.Delay.ToTimeSpan(), cancellation).ConfigureAwait(false);
        return LoginRefusal.Credentials;
    }

    private static LoginRefusal? CheckClientId(DeviceChannel channel, ValidatingConnectionEventArgs e, DeviceHandle device)
    {
        if (e.ClientId == device.DeviceId) return null;
        if (!string.IsNullOrEmpty(e.ClientId)) return LoginRefusal.ClientId;
        if (channel.IsVersion5) e.AssignedClientIdentifier = device.DeviceId;
        return null;
    }
}

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
        var hasCertificate = channel.ClientCertificate is not null;
        var username = e.UserName ?? "";
        if (username.Length > LoginThrottle.UsernameChars || Topic.HasControlCharacter(username)) return LoginRefusal.Credentials;
        if (username.Length is 0 && !hasCertificate) return LoginRefusal.Credentials;

        var address = (e.RemoteEndPoint as IPEndPoint)?.Address;
        if (!hasCertificate && !throttle.Admits(address, username)) return LoginRefusal.TooManyFailures;

        try
        {
            var drops = sessions.Drops;
            var (outcome, device) = await AuthenticateAsync(channel, e).ConfigureAwait(false);
            if (outcome is LoginOutcome.BadCredentials)
                return hasCertificate
                    ? LoginRefusal.Certificate
                    : await HoldBackAsync(address, username, e.CancellationToken).ConfigureAwait(false);
            if (outcome is LoginOutcome.Suspended) return LoginRefusal.Suspended;
            if (outcome is LoginOutcome.Deactivated || device is null) return LoginRefusal.Deactivated;
            if (CheckClientId(channel, e, device) is { } wrong) return wrong;
            if (!await channel.EnterAsync(SessionKey.Of(device.Customer, device.DeviceId), e.CancellationToken).ConfigureAwait(false))
                return LoginRefusal.Superseded;

            // A device that was dropped while it logged in must not slip through.
            if (drops != sessions.Drops && await IsRevokedAsync(channel, e).ConfigureAwait(false)) return LoginRefusal.Deactivated;
            return await start.BeginAsync(channel, device).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            logger.LogWarning(failed, "A login could not be checked");
            return LoginRefusal.Unavailable;
        }
    }

    private async Task<bool> IsRevokedAsync(DeviceChannel channel, ValidatingConnectionEventArgs e) =>
        (await AuthenticateAsync(channel, e).ConfigureAwait(false)).Outcome is not LoginOutcome.Accepted;

    // Who has a certificate is known by it: a password beside it counts for nothing.
    private async ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AuthenticateAsync(DeviceChannel channel, ValidatingConnectionEventArgs e)
    {
        if (channel.ClientCertificate is not { } certificate)
            return await authenticator.AuthenticateAsync(e.UserName, e.Password, e.CancellationToken).ConfigureAwait(false);

        var names = ClientCertificates.NamesOf(certificate);
        foreach (var name in names.Where(name => string.IsNullOrEmpty(e.UserName) || name == e.UserName))
        {
            var identified = await authenticator.IdentifyAsync(name, e.CancellationToken).ConfigureAwait(false);
            if (identified.Outcome is not LoginOutcome.BadCredentials) return identified;
        }

        return (LoginOutcome.BadCredentials, null);
    }

    private async Task<LoginRefusal> HoldBackAsync(IPAddress? address, string username, CancellationToken cancellation)
    {
        await throttle.HoldBackAsync(address, username, clock.GetCurrentInstant(), cancellation).ConfigureAwait(false);
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

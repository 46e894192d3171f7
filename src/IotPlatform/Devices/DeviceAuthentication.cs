using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>
/// Lets a device into the endpoints that take it with the credentials that it has for MQTT, sent as HTTP Basic. Whoever sends an API key
/// is judged by that.
/// </summary>
public sealed class DeviceAuthentication(RequestDelegate next, IDeviceAuthenticator authenticator, LoginThrottle throttle, IClock clock)
{
    /// <summary>Logs the device in, where the request has its credentials, and passes on or refuses.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesDeviceLoginAttribute>() is not null
            && !http.Request.Headers.ContainsKey("X-API-Key")
            && ReadBasic(http.Request.Headers.Authorization.ToString()) is var (username, password)
            && await LogInAsync(http, username, password) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private async Task<Problem?> LogInAsync(HttpContext http, string username, string password)
    {
        if (username.Length is 0 or > LoginThrottle.UsernameChars || username.Any(char.IsControl)) return Unknown;
        var address = http.Connection.RemoteIpAddress;
        if (!throttle.Admits(address, username)) return TooManyFailures(http);
        var (outcome, device) = await authenticator.AuthenticateAsync(username, password, http.RequestAborted);
        if (outcome is LoginOutcome.BadCredentials)
        {
            await throttle.HoldBackAsync(address, username, clock.GetCurrentInstant(), http.RequestAborted);
            return Unknown;
        }
        if (outcome is LoginOutcome.Suspended) return Problem.Forbidden("The account that the device belongs to is suspended.");
        if (outcome is LoginOutcome.Deactivated || device is null) return Problem.Forbidden("The device is deactivated.");
        http.Features.Set(Caller.Device(device.Customer, device.DeviceId));
        http.Features.Set(new CallerSecret($"{username}:{password}"));
        return null;
    }

    private static Problem Unknown => Problem.Unauthorized("The user name is unknown, or the password is wrong.");

    private static Problem TooManyFailures(HttpContext http)
    {
        var seconds = (long)LoginThrottle.LongestDelay.TotalSeconds;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return new Problem(429, "rate_limited", $"Too many failed logins. Try again in {seconds} s.");
    }

    private static (string Username, string Password)? ReadBasic(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var decoded = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", decoded, out var length)) return ("", "");
        var text = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = text.IndexOf(':');
        return colon < 0 ? ("", "") : (text[..colon], text[(colon + 1)..]);
    }
}

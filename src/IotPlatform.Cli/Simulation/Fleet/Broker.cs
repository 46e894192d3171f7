using System.Globalization;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>Where devices connect.</summary>
public sealed record Broker(string Host, int Port)
{
    private const int UsualPort = 1883;

    /// <summary>What is typed, else what the API tells, else this machine.</summary>
    internal static async Task<Broker> FindAsync(string? typed, ApiClient api, CancellationToken cancellation)
    {
        if (typed is not null) return Read(typed);
        var answer = await api.SendAsync(HttpMethod.Get, "credentials", null, cancellation);
        return answer is { IsSuccess: true, Body: { } body } && body["broker"]?.ToString() is { Length: > 0 } host
            ? new Broker(host, body["port"]?.GetValue<int>() ?? UsualPort)
            : new Broker(api.Address.Host, UsualPort);
    }

    private static Broker Read(string typed)
    {
        var parts = typed.Split(':');
        var port = UsualPort;
        return parts is { Length: 1 or 2 } && parts[0].Length > 0 &&
            (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port))
            ? new Broker(parts[0], port)
            : throw new RefusedException($"--mqtt: '{typed}' is no broker; give one such as localhost:1883");
    }
}

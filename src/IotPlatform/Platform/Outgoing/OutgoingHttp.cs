using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IotPlatform.Platform;

/// <summary>
/// HTTP clients for calls to others. Neither follows redirects, keeps cookies, goes through a proxy, or writes URLs, which may be secrets,
/// to the log.
/// </summary>
public static class OutgoingHttp
{
    /// <summary>The client for URLs that customers gave: public addresses only.</summary>
    public const string ToCustomers = "customers";

    /// <summary>The client for URLs that the operator gave.</summary>
    public const string ToOperator = "operator";

    // An answer's body interests nobody: it is read so far that a connection can be used again, and no further.
    private const int MaxBodyBytes = 16 * 1024;

    private const int MaxHeaderKilobytes = 16;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5), BodyTimeout = TimeSpan.FromSeconds(1);

    // Receivers move, and names change their addresses.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5), IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Registers both clients. They have no time-out of their own: who calls sets it.</summary>
    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services, Func<IServiceProvider, bool> allowPrivateNetworks)
    {
        services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddClient(ToCustomers, provider =>
            Handler(new GuardedConnect(provider.GetRequiredService<ResolveHost>(), allowPrivateNetworks(provider))));
        return services.AddClient(ToOperator, _ => Handler(null));
    }

    /// <summary>What both clients have in common.</summary>
    /// <param name="connect">Makes the connections; null: the runtime does.</param>
    public static SocketsHttpHandler Handler(GuardedConnect? connect) => new()
    {
        ConnectCallback = connect is null ? null : connect.ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = IdleTimeout,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = MaxBodyBytes,
        ResponseDrainTimeout = BodyTimeout,
    };

    private static IServiceCollection AddClient(
        this IServiceCollection services, string name, Func<IServiceProvider, HttpMessageHandler> handler)
    {
        services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(handler);
        return services;
    }
}

using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Connectivity;

/// <summary>How the connection log is kept.</summary>
/// <param name="Node">This node's name: the same after every restart, and no other node's.</param>
/// <param name="Keep">How long an ended connection stays in the log.</param>
public sealed record ConnectivitySettings(string Node, Duration Keep);

/// <summary>Registrations of the connection log.</summary>
public static class ConnectivityModule
{
    /// <summary>
    /// Adds the connection log. Wants an <c>NpgsqlDataSource</c> and an <c>IClock</c>; the database must be up, with its schema, before
    /// hosted services registered here start, and must stop after them.
    /// </summary>
    public static IServiceCollection AddConnectivity(this IServiceCollection services, ConnectivitySettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(ConnectivitySchema.Script);
        services.AddSingleton<ConnectionStore>();
        services.AddSingleton<ConnectionHistory>().AddSingleton<ConnectionPosition>().AddSingleton<PlatformOutages>();
        services.AddSingleton<IPastConnections, PastConnections>();
        services.AddSingleton<ConnectionLog>();
        services.AddSingleton<IConnectionLog>(provider => provider.GetRequiredService<ConnectionLog>());
        services.AddHostedService(provider => provider.GetRequiredService<ConnectionLog>());
        services.AddHostedService<ConnectionPruning>();
        return services;
    }
}

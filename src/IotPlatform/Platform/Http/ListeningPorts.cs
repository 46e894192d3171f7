using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IotPlatform.Platform;

/// <summary>
/// The ports that the platform really listens on, once it does; they differ from the settings where those leave the choice open.
/// </summary>
public sealed class ListeningPorts(IServer server)
{
    /// <summary>The API.</summary>
    public int Http => At(0);

    /// <summary>MQTT over TCP.</summary>
    public int Mqtt => At(1);

    /// <summary>MQTT over TLS, where there is a certificate for it.</summary>
    public int Mqtts => At(2);
    /// <summary>Whatever was added last.</summary>
    public int Last => At(^1);

    /// <summary>A line for the operator.</summary>
    public override string ToString() => $"Ready: API on http://localhost:{Http}, MQTT on port {Mqtt}. Ctrl-C stops.";

    // In the order in which the composition root adds the listeners.
    private int At(Index index)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.ToList();
        return addresses?.Count > (index.IsFromEnd ? 0 : index.Value)
            ? new Uri(addresses[index].Replace("[::]", "localhost", StringComparison.Ordinal)).Port
            : 0;
    }
}

using System.Net;
using System.Net.Sockets;

namespace IotPlatform.Platform;

/// <summary>Tells the addresses of the internet from those of this machine and its neighbours.</summary>
public static class PublicAddress
{
    // The registries of special-purpose addresses (RFC 6890), with what is multicast, reserved or goes through a tunnel.
    private static readonly IPNetwork[] Special =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        // Teredo, benchmarks and ORCHID are in the first, 6to4 is the third.
        .. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3"), Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is one that anybody can reach: global unicast, and of no special purpose.</summary>
    public static bool IsPublic(IPAddress address) => Inner(address) is { } inner
        ? IsPublic(inner)
        : (address.AddressFamily is AddressFamily.InterNetwork || (address.ScopeId == 0 && GlobalUnicast.Contains(address)))
            && !Special.Any(network => network.Contains(address));

    // The IPv4 address that an IPv6 address stands for, where the machine or its network translates between them.
    private static IPAddress? Inner(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } when Nat64.Contains(address) => new(address.GetAddressBytes().AsSpan()[12..]),
        _ => null,
    };

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(text => IPNetwork.Parse(text));
}

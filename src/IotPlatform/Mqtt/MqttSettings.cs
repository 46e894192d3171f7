using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace IotPlatform.Mqtt;

/// <summary>Where the platform listens for devices.</summary>
/// <param name="Address">The address to bind to, for plain and for encrypted connections.</param>
/// <param name="Port">Port of MQTT over TCP.</param>
/// <param name="TlsPort">Port of MQTT over TLS; listened on only together with <paramref name="Certificate"/>.</param>
/// <param name="Certificate">The server's certificate with its private key.</param>
/// <param name="ClientAuthorities">Over TLS, a certificate of one of these logs a device in; null: there are passwords alone.</param>
public sealed record MqttSettings(
    IPAddress Address, int Port, int? TlsPort = null, X509Certificate2? Certificate = null, X509Certificate2Collection? ClientAuthorities = null);

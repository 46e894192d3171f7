using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IotPlatform.Hosting;

/// <summary>Where devices connect; port 0 is any free one. Without <paramref name="Tls"/> there is no TLS port.</summary>
public sealed record MqttSettings(IPAddress Address, int Port, MqttTlsSettings? Tls)
{
    internal static MqttSettings Read(SettingsReader reader) =>
        new(reader.Address("Mqtt__Address"), reader.Port("Mqtt__Port") ?? 1883, MqttTlsSettings.Read(reader));
}

/// <summary>MQTT over TLS.</summary>
/// <param name="Port">8883 unless set otherwise.</param>
/// <param name="Certificate">The server's certificate with its private key, from a PEM or PKCS #12 file.</param>
/// <param name="ClientAuthorities">Whose certificates log devices in, from a PEM file; null: there are passwords alone.</param>
public sealed record MqttTlsSettings(int Port, X509Certificate2 Certificate, X509Certificate2Collection? ClientAuthorities)
{
    private const string CertificateSetting = "Mqtt__Certificate";
    private const string PasswordSetting = "Mqtt__CertificatePassword";
    private const string ClientCaSetting = "Mqtt__ClientCa";

    internal static MqttTlsSettings? Read(SettingsReader reader)
    {
        var port = reader.Port("Mqtt__TlsPort");
        var path = reader.Text(CertificateSetting);
        var password = reader.Text(PasswordSetting);
        if (path is null)
        {
            if (reader.Text("Mqtt__TlsPort") is not null || password is not null || reader.Text(ClientCaSetting) is not null)
                reader.Fault(
                    CertificateSetting, $"the path of a certificate, as Mqtt__TlsPort, {PasswordSetting} or {ClientCaSetting} is set");
            return null;
        }
        var authorities = MqttClientAuthorities.Read(reader, ClientCaSetting);
        return Load(reader, path, password) is { } certificate ? new MqttTlsSettings(port ?? 8883, certificate, authorities) : null;
    }

    private static X509Certificate2? Load(SettingsReader reader, string path, string? password)
    {
        try
        {
            var certificate = IsPkcs12(path) ? X509CertificateLoader.LoadPkcs12FromFile(path, password) : LoadPem(path, password);
            if (certificate.HasPrivateKey) return certificate;
            reader.Fault(CertificateSetting, "a file that holds the private key as well as the certificate");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            reader.Fault(CertificateSetting, "the path of a file that exists");
        }
        catch (UnauthorizedAccessException)
        {
            reader.Fault(CertificateSetting, "a file that the platform's user may read");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
        {
            reader.Fault(
                CertificateSetting, $"a PEM file with certificate and key, or a PKCS #12 file (.pfx, .p12) that {PasswordSetting} opens");
        }
        return null;
    }

    private static bool IsPkcs12(string path) => Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12";

    private static X509Certificate2 LoadPem(string path, string? password) => password is null
        ? X509Certificate2.CreateFromPemFile(path)
        : X509Certificate2.CreateFromEncryptedPemFile(path, password);
}

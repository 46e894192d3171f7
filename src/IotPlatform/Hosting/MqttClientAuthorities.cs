using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IotPlatform.Hosting;

/// <summary>Reads the authorities whose certificates log devices in.</summary>
internal static class MqttClientAuthorities
{
    private const string Expected = "a PEM file with the certificates of authorities, one of them a root";

    public static X509Certificate2Collection? Read(SettingsReader reader, string setting)
    {
        if (reader.Text(setting) is not { } path) return null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            if (authorities.All(IsAuthority) && authorities.Any(IsRoot)) return authorities;
            reader.Fault(setting, Expected);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            reader.Fault(setting, "the path of a file that exists");
        }
        catch (UnauthorizedAccessException)
        {
            reader.Fault(setting, "a file that the platform's user may read");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
        {
            reader.Fault(setting, Expected);
        }
        return null;
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    // A chain is trusted when it ends at one that signed itself.
    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}

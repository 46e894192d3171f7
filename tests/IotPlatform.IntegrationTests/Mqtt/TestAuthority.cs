using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>An authority that makes certificates for devices, as PEM files in a folder.</summary>
internal sealed class TestAuthority
{
    public const string ForClients = "1.3.6.1.5.5.7.3.2", ForServers = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _certificate;
    private readonly string _folder;
    private int _made;

    public TestAuthority(string folder, string name)
    {
        _folder = folder;
        var request = new CertificateRequest($"CN={name}", RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
    }

    public X509Certificate2Collection Trusted => [X509CertificateLoader.LoadCertificate(_certificate.RawData)];

    /// <summary>The authority's certificate, for settings.</summary>
    public string WritePem()
    {
        var path = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(path, _certificate.ExportCertificatePem());
        return path;
    }

    /// <summary>Makes a certificate; gives its file and that of its key.</summary>
    public (string Certificate, string Key) Issue(
        string commonName, Action<SubjectAlternativeNameBuilder>? alsoFor = null, string? purpose = ForClients, int firstDay = -1, int lastDay = 1)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (purpose is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(purpose)], false));
        var names = new SubjectAlternativeNameBuilder();
        alsoFor?.Invoke(names);
        if (alsoFor is not null) request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(
            _certificate, DateTimeOffset.UtcNow.AddDays(firstDay), DateTimeOffset.UtcNow.AddDays(lastDay), RandomNumberGenerator.GetBytes(8));
        var path = Path.Combine(_folder, $"client-{Interlocked.Increment(ref _made)}");
        File.WriteAllText($"{path}.pem", made.ExportCertificatePem());
        File.WriteAllText($"{path}.key", key.ExportPkcs8PrivateKeyPem());
        return ($"{path}.pem", $"{path}.key");
    }
}

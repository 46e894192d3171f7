using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>A platform that was started for the first time on an empty data directory; shared, as each start takes seconds.</summary>
public sealed class FreshPlatform : IAsyncLifetime
{
    private readonly string _data = TestFolder.NewPath();
    private readonly string _certificates = TestFolder.NewPath();

    internal PlatformProcess Process { get; private set; } = null!;

    /// <summary>Where devices connect over TLS.</summary>
    public int TlsPort { get; } = Ports.Next();

    /// <summary>The certificate by which they know the platform, with its key.</summary>
    public string CertificateFile => Path.Combine(_certificates, "platform.pem");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_certificates);
        await File.WriteAllTextAsync(CertificateFile, MakeCertificate());
        Process = await PlatformProcess.StartAsync(
            _data, ("Mqtt__TlsPort", TlsPort.ToString(CultureInfo.InvariantCulture)), ("Mqtt__Certificate", CertificateFile));
    }

    public async Task DisposeAsync()
    {
        try
        {
            (await Process.TerminateAsync()).ExitCode.ShouldBe(0, Process.Output);
        }
        finally
        {
            await Process.DisposeAsync();
            TestFolder.Remove(_data);
            TestFolder.Remove(_certificates);
        }
    }

    private static string MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}

/// <summary>Tests on the shared process run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FreshPlatformTests : ICollectionFixture<FreshPlatform>
{
    public const string Name = "fresh platform";
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotPlatform.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class MqttCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iot-certificates-");
    private readonly RSA _key = RSA.Create(2048);

    [Fact]
    public void a_pem_file_with_certificate_and_key_is_taken_and_opens_the_standard_port()
    {
        var (settings, faults) = Read(Write("server.pem", Pem(withKey: true)));

        faults.ShouldBeEmpty();
        settings.Mqtt.Tls.ShouldNotBeNull().Port.ShouldBe(8883);
        settings.Mqtt.Tls.Certificate.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void a_pfx_file_opens_with_its_password()
    {
        var path = Path.Combine(_folder.FullName, "server.pfx");
        using (var certificate = Certificate()) File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "open sesame"));

        Read(path, "open sesame").Settings.Mqtt.Tls.ShouldNotBeNull().Certificate.HasPrivateKey.ShouldBeTrue();
        Read(path, "hunter22").Faults.ShouldHaveSingleItem().ToString().ShouldNotContain("hunter22");
    }

    [Fact]
    public void a_certificate_without_its_key_is_refused() =>
        Read(Write("server.pem", Pem(withKey: false))).Faults.ShouldHaveSingleItem().Setting.ShouldBe("Mqtt__Certificate");

    [Fact]
    public void a_file_that_is_no_certificate_is_refused() =>
        Read(Write("server.pem", "hello")).Faults.ShouldHaveSingleItem().Setting.ShouldBe("Mqtt__Certificate");

    [Fact]
    public void authorities_of_clients_are_read_from_a_pem_file()
    {
        var authorities = Write("ca.pem", Authority("CN=root", null) + "\n" + Authority("CN=branch", "CN=root"));
        Read(Write("server.pem", Pem(withKey: true)), authorities: authorities).Settings.Mqtt.Tls!.ClientAuthorities!.Count.ShouldBe(2);
        Read(Write("server.pem", Pem(withKey: true))).Settings.Mqtt.Tls!.ClientAuthorities.ShouldBeNull();
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("no authority")]
    [InlineData("no root")]
    [InlineData("no file")]
    public void a_file_without_a_root_authority_is_refused(string what)
    {
        var path = what switch
        {
            "nothing" => Write("ca.pem", "hello"),
            "no authority" => Write("ca.pem", Pem(withKey: false)),
            "no root" => Write("ca.pem", Authority("CN=branch", "CN=root")),
            _ => "/nonexistent/ca.pem",
        };
        Read(Write("server.pem", Pem(withKey: true)), authorities: path).Faults.ShouldHaveSingleItem().Setting.ShouldBe("Mqtt__ClientCa");
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private static (PlatformSettings Settings, IReadOnlyList<SettingFault> Faults) Read(
        string path, string? password = null, string? authorities = null) =>
        PlatformSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mqtt:Certificate"] = path,
            ["Mqtt:CertificatePassword"] = password,
            ["Mqtt:ClientCa"] = authorities,
        }).Build());

    private string Authority(string name, string? issuer)
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var issuerName = new X500DistinguishedName(issuer ?? name);
        var generator = X509SignatureGenerator.CreateForRSA(_key, RSASignaturePadding.Pkcs1);
        using var made = request.Create(issuerName, generator, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), [1]);
        return made.ExportCertificatePem();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Pem(bool withKey)
    {
        using var certificate = Certificate();
        return certificate.ExportCertificatePem() + "\n" + (withKey ? _key.ExportPkcs8PrivateKeyPem() : "");
    }

    private X509Certificate2 Certificate() =>
        new CertificateRequest("CN=localhost", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
}

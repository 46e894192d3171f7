using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotPlatform.IntegrationTests.EndToEnd;
using IotPlatform.IntegrationTests.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

/// <summary>A platform that knows an authority of devices.</summary>
public sealed class CertifyingPlatform : PlatformFixture
{
    private readonly X509Certificate2 _server;

    public CertifyingPlatform()
    {
        Folder = Directory.CreateTempSubdirectory("iot-certified-").FullName;
        Authority = new TestAuthority(Folder, "the customer's authority");
        using var key = RSA.Create(2048);
        _server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(ServerFile, _server.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    public string Folder { get; }

    public int TlsPort { get; } = Ports.Next();

    internal TestAuthority Authority { get; }

    protected override IReadOnlyDictionary<string, string?> OwnSettings => new Dictionary<string, string?>
    {
        ["Mqtt:TlsPort"] = $"{TlsPort}",
        ["Mqtt:Certificate"] = ServerFile,
        ["Mqtt:ClientCa"] = Authority.WritePem(),
    };

    private string ServerFile => Path.Combine(Folder, "platform.pem");

    /// <summary>Publishes as the device, with a certificate for its user name.</summary>
    public Task<string> PublishAsync(TestDevice device) =>
        Mosquitto.PublishAsync(Folder, _server, TlsPort, device.Id, Authority.Issue(device.Username));
}

public sealed class certified_devices(CertifyingPlatform platform) : IClassFixture<CertifyingPlatform>
{
    [Fact]
    public async Task a_certificate_opens_the_door_while_the_device_is_there_and_active()
    {
        var customer = await platform.NewCustomerAsync();
        var device = await customer.RegisterAsync();
        (await platform.PublishAsync(device)).ShouldBe("");

        (await customer.Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);
        (await platform.PublishAsync(device)).ShouldStartWith("5:");
        (await customer.Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        (await platform.PublishAsync(device)).ShouldBe("");
        (await customer.Api.DeleteAsync("devices/pump-1")).Is(204);
        (await platform.PublishAsync(device)).ShouldStartWith("5:");
    }
}

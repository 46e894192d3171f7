using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>As a foreign client does it: mosquitto_pub.</summary>
public sealed class logging_in_with_a_certificate : IAsyncLifetime
{
    private const string Pump = "acme.pump-1";

    // The exit code is the code of the CONNACK.
    private const string NotAuthorized = "5:";
    private readonly string _folder = Directory.CreateTempSubdirectory("iot-clients-").FullName;
    private TestAuthority _authority = null!;
    private MqttHost _host = null!;

    public async Task InitializeAsync()
    {
        _authority = new TestAuthority(_folder, "the customer's authority");
        _host = await MqttHost.StartAsync(_authority.Trusted);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task it_stands_for_user_name_and_password(string version)
    {
        (await PublishAsync(_authority.Issue(Pump), "-V", version)).ShouldBe("");
        _host.Ingest.Messages.ShouldHaveSingleItem().Device.ShouldBe(MqttHost.Pump1);
    }

    [Fact]
    public async Task a_user_name_beside_it_must_be_its_own_and_a_password_counts_for_nothing()
    {
        (await PublishAsync(_authority.Issue(Pump), "-u", Pump, "-P", "wrong")).ShouldBe("");
        _host.Ingest.Messages.Count.ShouldBe(1);
        (await PublishAsync(_authority.Issue(Pump), "-u", "zeta.pump-1", "-P", "secret")).ShouldStartWith(NotAuthorized);
        _host.Ingest.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task alternative_names_count_too()
    {
        (await PublishAsync(_authority.Issue("whatever", names => names.AddDnsName(Pump)))).ShouldBe("");
        (await PublishAsync(_authority.Issue("whatever", names => names.AddUri(new Uri("urn:x")), purpose: null), "-u", Pump))
            .ShouldStartWith(NotAuthorized);
        _host.Devices.Add("acme@example.com", "x", MqttHost.Pump1);
        (await PublishAsync(_authority.Issue("whatever", names => names.AddEmailAddress("acme@example.com")))).ShouldBe("");
        _host.Devices.Add("urn:acme:pump-1", "x", MqttHost.Pump1);
        (await PublishAsync(_authority.Issue("whatever", names => names.AddUri(new Uri("urn:acme:pump-1"))))).ShouldBe("");
        _host.Ingest.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task a_certificate_of_nobody_is_refused_whatever_the_password() =>
        (await PublishAsync(_authority.Issue("somebody"), "-u", Pump, "-P", "secret")).ShouldStartWith(NotAuthorized);

    [Fact]
    public async Task a_deactivated_device_is_refused()
    {
        _host.Devices.Deactivate(Pump);
        (await PublishAsync(_authority.Issue(Pump))).ShouldStartWith(NotAuthorized);
    }

    [Theory]
    [InlineData("another authority")]
    [InlineData("past")]
    [InlineData("future")]
    [InlineData("for servers")]
    [InlineData("self-signed")]
    public async Task one_that_is_not_trusted_ends_the_handshake_whatever_the_password(string what)
    {
        var certificate = what switch
        {
            "past" => _authority.Issue(Pump, firstDay: -3, lastDay: -1),
            "future" => _authority.Issue(Pump, firstDay: 1, lastDay: 3),
            "for servers" => _authority.Issue(Pump, purpose: TestAuthority.ForServers),
            "self-signed" => SelfSigned(),
            _ => new TestAuthority(_folder, "the customer's authority").Issue(Pump),
        };
        var complaint = await PublishAsync(certificate, "-u", Pump, "-P", "secret");
        complaint.ShouldNotBe("");
        complaint.ShouldNotStartWith(NotAuthorized);
        _host.Ingest.Messages.ShouldBeEmpty();
        _host.Log.Opened.ShouldBeEmpty();
    }

    [Fact]
    public async Task one_without_a_purpose_is_good_for_any() => (await PublishAsync(_authority.Issue(Pump, purpose: null))).ShouldBe("");

    [Fact]
    public async Task who_has_none_logs_in_with_a_password()
    {
        (await PublishAsync(null, "-u", Pump, "-P", "secret")).ShouldBe("");
        (await PublishAsync(null, "-u", Pump, "-P", "wrong")).ShouldNotBe("");
        (await PublishAsync(null)).ShouldNotBe("");
        _host.Ingest.Messages.Count.ShouldBe(1);
    }

    private (string, string) SelfSigned()
    {
        var authority = new TestAuthority(_folder, Pump);
        var (_, key) = authority.Issue("x");
        var path = Path.Combine(_folder, "self.pem");
        using var own = System.Security.Cryptography.RSA.Create();
        own.ImportFromPem(File.ReadAllText(key));
        using var certificate = new CertificateRequest(
            $"CN={Pump}", own, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return (path, key);
    }

    private Task<string> PublishAsync((string Certificate, string Key)? certificate, params string[] more) =>
        Mosquitto.PublishAsync(_folder, _host.Settings.Certificate!, _host.Settings.TlsPort!.Value, "pump-1", certificate, more);
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.Mqtt;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using NodaTime;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>The MQTT edge in a host of its own, with a faked rest of the platform.</summary>
public sealed class MqttHost : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();
    private readonly WebApplication _app;

    private MqttHost(WebApplication app, MqttSettings settings, int httpPort)
    {
        (_app, Settings, HttpPort) = (app, settings, httpPort);
        Devices.Add("acme.pump-1", "secret", Pump1);
        Devices.Add("zeta.pump-1", "secret", new DeviceHandle(2, "zeta", "pump-1"));
    }

    /// <summary>The device <c>pump-1</c> of the customer <c>acme</c>.</summary>
    public static DeviceHandle Pump1 { get; } = new(1, "acme", "pump-1");

    public FakeDevices Devices => (FakeDevices)Get<IDeviceAuthenticator>();

    public FakeIngest Ingest => (FakeIngest)Get<ITelemetryIngest>();

    public FakeConnectionLog Log => (FakeConnectionLog)Get<IConnectionLog>();

    public FakeCommands Commands => (FakeCommands)Get<ICommandSource>();

    public MqttSettings Settings { get; }

    public int HttpPort { get; }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts on free ports; tests run beside each other, so another one may be quicker to take a port.</summary>
    public static async Task<MqttHost> StartAsync(X509Certificate2Collection? clientAuthorities = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnFreePortsAsync(clientAuthorities);
            }
            catch (IOException) when (attempt < 5)
            {
                // Taken.
            }
        }
    }

    private static async Task<MqttHost> StartOnFreePortsAsync(X509Certificate2Collection? clientAuthorities)
    {
        var settings = new MqttSettings(IPAddress.Loopback, FreePort(), FreePort(), Certificate, clientAuthorities);
        var httpPort = FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(httpPort);
            kestrel.ConfigureMqttListeners(settings);
        });
        builder.Services.AddSingleton<IClock>(SystemClock.Instance);
        builder.Services.AddSingleton<CommitFeed>();
        builder.Services.AddSingleton<IDeviceAuthenticator, FakeDevices>();
        builder.Services.AddSingleton<ITelemetryIngest, FakeIngest>();
        builder.Services.AddSingleton<ICommandSource, FakeCommands>();
        builder.Services.AddSingleton<IConnectionLog, FakeConnectionLog>();
        builder.Services.AddMqtt(settings);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapMqttWebSocket();
        await app.StartAsync();
        var host = new MqttHost(app, settings, httpPort);
        await Eventually.IsTrue(() => host.Get<MqttReadiness>().IsReady);
        return host;
    }

    /// <summary>Options of a client that logs in over TCP as <c>acme</c>'s <c>pump-1</c>.</summary>
    public MqttClientOptionsBuilder Pump(MqttProtocolVersion version = MqttProtocolVersion.V500) =>
        PumpAnywhere(version).WithTcpServer("127.0.0.1", Settings.Port);

    /// <summary>The same without the server's address.</summary>
    public static MqttClientOptionsBuilder PumpAnywhere(MqttProtocolVersion version = MqttProtocolVersion.V500) =>
        new MqttClientOptionsBuilder()
            .WithProtocolVersion(version)
            .WithClientId("pump-1")
            .WithCredentials("acme.pump-1", "secret")
            .WithTimeout(TimeSpan.FromSeconds(15));

    /// <summary>Lets a command wait for <c>acme</c>'s <c>pump-1</c>; its id is its name.</summary>
    public void Queue(string name, string payload = "{}", Instant? expiresAt = null)
    {
        Commands.Add(Pump1, name, payload, expiresAt);
        Get<MqttSessions>().WakeCommands("acme", "pump-1");
    }

    /// <summary>A client that is logged in.</summary>
    public async Task<IMqttClient> ConnectAsync(MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = NewClient();
        await client.ConnectAsync(Pump(version).Build());
        return client;
    }

    public static IMqttClient NewClient() => new MqttClientFactory().CreateMqttClient();

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

using System.Net;
using System.Net.WebSockets;
using MQTTnet;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class other_transports : IAsyncLifetime
{
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task a_device_publishes_over_tls()
    {
        using var client = MqttHost.NewClient();
        await client.ConnectAsync(MqttHost.PumpAnywhere().WithTcpServer("127.0.0.1", _host.Settings.TlsPort!.Value)
            .WithTlsOptions(x => x.UseTls().WithCertificateValidationHandler(_ => true)).Build());
        (await client.PublishStringAsync("devices/pump-1/status", "on", MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess.ShouldBeTrue();
        _host.Log.Opened.ShouldHaveSingleItem().Protocol.ShouldBe("5.0/tls");

        using var second = await _host.ConnectAsync();
        await Eventually.IsTrue(() => !client.IsConnected);
        _host.Log.Closed.ShouldHaveSingleItem().Reason.ShouldBe("taken_over");
    }

    [Fact]
    public async Task a_device_publishes_over_websocket()
    {
        using var client = MqttHost.NewClient();
        await client.ConnectAsync(
            MqttHost.PumpAnywhere().WithWebSocketServer(x => x.WithUri($"ws://127.0.0.1:{_host.HttpPort}/mqtt")).Build());
        (await client.PublishBinaryAsync("devices/pump-1/status", new byte[100_000], MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess
            .ShouldBeTrue();
        _host.Ingest.Messages.ShouldHaveSingleItem().PayloadBytes.ShouldBe(100_000);
        var opened = _host.Log.Opened.ShouldHaveSingleItem();
        (opened.Protocol, opened.ClientAddress).ShouldBe(("5.0/ws", "127.0.0.1"));

        using var second = await _host.ConnectAsync();
        await Eventually.IsTrue(() => !client.IsConnected);
        _host.Log.Closed.ShouldHaveSingleItem().Reason.ShouldBe("taken_over");
    }

    [Fact]
    public async Task the_length_cap_holds_over_websocket_and_tls_too()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_host.HttpPort}/mqtt"), CancellationToken.None);
        socket.SubProtocol.ShouldBe("mqtt");
        await socket.SendAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, WebSocketMessageType.Binary, true, CancellationToken.None);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        (await socket.ReceiveAsync(new byte[10], timeout.Token)).MessageType.ShouldBe(WebSocketMessageType.Close);

        using var tcp = new System.Net.Sockets.TcpClient("127.0.0.1", _host.Settings.TlsPort!.Value);
        await using var tls = new System.Net.Security.SslStream(
            tcp.GetStream(), false, (_, c, _, _) => c?.GetCertHashString() == _host.Settings.Certificate!.Thumbprint);
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, timeout.Token);
        (await tls.ReadAsync(new byte[10], timeout.Token)).ShouldBe(0);
    }

    [Fact]
    public async Task the_websocket_path_offers_nothing_else()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_host.HttpPort}") };
        (await http.PostAsync("/mqtt/negotiate", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await http.GetAsync("/mqtt")).StatusCode).ShouldBeInRange(400, 499);
    }
}

using IotPlatform.Mqtt;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class hostile_input : IAsyncLifetime
{
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task an_announced_length_of_256_mib_closes_the_socket_and_allocates_nothing()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 20; i++)
        {
            using var client = new RawClient(_host.Settings.Port);
            (await client.Send(0x10, 0xFF, 0xFF, 0xFF, 0x7F).ReadToEndAsync(5)).ShouldBeEmpty();
        }

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(20_000_000, "20 sockets announced 5 GB");
    }

    [Fact]
    public async Task after_the_login_too_a_long_packet_is_refused_by_its_length()
    {
        using var client = Login(version: 5);
        (await client.Send(0x30, 0xFD, 0xFF, 0x0F).ReadToEndAsync(5))[2].ShouldBe((byte)0x95, "packet too large");
    }

    [Theory]
    [InlineData("pump-1\0", "acme.pump-1", 2)]
    [InlineData("pump\n1", "acme.pump-1", 2)]
    [InlineData("pump-1", "acme.pump-1\0", 4)]
    public async Task control_characters_in_ids_and_names_are_refused(string clientId, string username, byte code)
    {
        using var client = new RawClient(_host.Settings.Port);
        (await client.Send(RawClient.Connect(clientId, username, "secret")).ReadToEndAsync()).ShouldBe([0x20, 2, 0, code]);
    }

    [Theory]
    [InlineData("devices/pump-1/events/a\0b")]
    [InlineData("devices/pump-1/events/a\u001bb")]
    [InlineData("devices/pump-1/events/+")]
    [InlineData("")]
    public async Task a_topic_that_is_no_name_is_refused(string topic)
    {
        using var client = Login(version: 5);
        client.Send(RawClient.Publish(topic, 7, "1", properties: [0]));
        (await client.ReadAsync(5)).ShouldBe([0x40, 3, 0, 7, 0x90]);
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task who_sends_no_connect_is_closed_after_ten_seconds()
    {
        using var silent = new RawClient(_host.Settings.Port);
        using var slow = new RawClient(_host.Settings.Port);
        slow.Send(0x10, 0x20, 0x00);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        (await silent.ReadToEndAsync(20)).ShouldBeEmpty();
        (await slow.ReadToEndAsync(20)).ShouldBeEmpty();

        watch.Elapsed.TotalSeconds.ShouldBeInRange(8, 13);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x00 }, "a ping before the login")]
    [InlineData(new byte[] { 0x30, 0x03, 0x00, 0x01, 0x61 }, "a publish before the login")]
    [InlineData(new byte[] { 0x10, 0x00 }, "an empty CONNECT")]
    [InlineData(new byte[] { 0x10, 0x0A, 0x00, 0x04, 0x4D, 0x51, 0x54, 0x54, 0x04, 0xC2, 0x00, 0x00 }, "a CONNECT cut short")]
    [InlineData(new byte[] { 0x10, 0x0C, 0x00, 0x04, 0x4D, 0x51, 0x54, 0x54, 0x04, 0x03, 0x00, 0x00, 0x00, 0x00 }, "the reserved flag")]
    [InlineData(new byte[] { 0x47, 0x45, 0x54, 0x20, 0x2F, 0x20, 0x48, 0x54, 0x54, 0x50, 0x2F, 0x31, 0x2E, 0x31 }, "HTTP")]
    [InlineData(new byte[] { 0x16, 0x03, 0x01, 0x00, 0xA5, 0x01, 0x00, 0x00, 0xA1, 0x03, 0x03 }, "TLS")]
    public async Task strangers_are_closed_without_a_word(byte[] bytes, string what)
    {
        using var client = new RawClient(_host.Settings.Port);
        (await client.Send(bytes).ReadToEndAsync(12)).ShouldBeEmpty(what);
    }

    [Fact]
    public async Task an_unknown_protocol_version_is_told_so()
    {
        using var client = new RawClient(_host.Settings.Port);
        (await client.Send(RawClient.Connect("pump-1", "acme.pump-1", "secret", version: 3)).ReadToEndAsync()).ShouldBe([0x20, 2, 0, 1]);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x02, 0x00, 0x01 }, "SUBSCRIBE with wrong flags")]
    [InlineData(new byte[] { 0x82, 0x02, 0x00, 0x01 }, "SUBSCRIBE without a filter")]
    [InlineData(new byte[] { 0xF0, 0x00 }, "AUTH in 3.1.1")]
    [InlineData(new byte[] { 0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01 }, "QoS 3")]
    [InlineData(new byte[] { 0x10, 0x0C, 0x00, 0x04, 0x4D, 0x51, 0x54, 0x54, 0x04, 0x02, 0x00, 0x00, 0x00, 0x00 }, "a second CONNECT")]
    [InlineData(new byte[] { 0xD0, 0x00 }, "a PINGRESP")]
    public async Task a_broken_packet_ends_the_connection_and_is_logged(byte[] bytes, string what)
    {
        using var client = Login(version: 4);
        (await client.Send(bytes).ReadToEndAsync(5)).ShouldBeEmpty(what);
        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Log.Closed.Single().Reason.ShouldBe("protocol_error", what);
    }

    [Fact]
    public async Task noise_never_takes_the_listener_down()
    {
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            using var client = i % 2 is 0 ? new RawClient(_host.Settings.Port) : Login(version: (byte)(i % 4 is 1 ? 4 : 5));
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            try
            {
                client.Send(noise);
            }
            catch (IOException)
            {
                // Closed already, which is as it should be.
            }
        }

        using var device = Login(version: 4);
        device.Send(RawClient.Publish("devices/pump-1/status", 1, "on"));
        (await device.ReadAsync(4)).ShouldBe([0x40, 2, 0, 1]);
    }

    [Fact]
    public async Task a_client_that_reads_nothing_is_stopped_and_can_be_dropped()
    {
        using var client = Login(version: 5);
        var refused = Enumerable.Range(1, 60_000).SelectMany(id => RawClient.Publish("x", (ushort)id, "", properties: [0])).ToArray();
        var (sent, lastSent, since) = (0L, -1L, System.Diagnostics.Stopwatch.StartNew());
        var sending = Task.Run(() =>
        {
            try
            {
                while (Interlocked.Increment(ref sent) < 1000) client.Send(refused);
            }
            catch (IOException)
            {
                // Dropped.
            }
        });
        await Eventually.IsTrue(() =>
        {
            if (Interlocked.Exchange(ref lastSent, Interlocked.Read(ref sent)) != sent) since.Restart();
            return since.Elapsed.TotalSeconds > 1;
        });

        Interlocked.Read(ref sent).ShouldBeLessThan(1000, "the flood stands");
        var dropped = _host.Get<MqttSessions>().DropAsync("acme", "pump-1", SessionEnd.DeviceDeactivated);
        await dropped.WaitAsync(TimeSpan.FromSeconds(5));
        await sending.WaitAsync(TimeSpan.FromSeconds(5));
        _host.Log.Closed.ShouldHaveSingleItem().Reason.ShouldBe("device_deactivated");
    }

    private RawClient Login(byte version)
    {
        var client = new RawClient(_host.Settings.Port).Send(RawClient.Connect("pump-1", "acme.pump-1", "secret", version));
        var head = client.ReadAsync(4).GetAwaiter().GetResult();
        head[3].ShouldBe((byte)MqttConnectReturnCode.ConnectionAccepted);
        if (head[1] > 2) client.ReadAsync(head[1] - 2).GetAwaiter().GetResult();
        return client;
    }
}

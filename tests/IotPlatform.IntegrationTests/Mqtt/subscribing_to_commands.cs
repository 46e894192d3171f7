using IotPlatform.Mqtt;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class subscribing_to_commands : IAsyncLifetime
{
    private const string Commands = "devices/pump-1/commands/#";
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task a_device_gets_its_commands(MqttProtocolVersion version)
    {
        using var client = await _host.ConnectAsync(version);
        var got = new TaskCompletionSource<string>();
        client.ApplicationMessageReceivedAsync += e =>
        {
            got.TrySetResult(e.ApplicationMessage.Topic + "=" + e.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        (await client.SubscribeAsync(Commands, MqttQualityOfServiceLevel.AtLeastOnce)).Items.Single().ResultCode
            .ShouldBe(MqttClientSubscribeResultCode.GrantedQoS1);

        _host.Queue("do", "reboot");

        (await got.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("devices/pump-1/commands/do=reboot");
    }

    [Fact]
    public async Task a_command_waits_for_a_device_whose_session_is_kept()
    {
        using (var client = MqttHost.NewClient())
        {
            await client.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(600).Build());
            await client.SubscribeAsync(Commands, MqttQualityOfServiceLevel.AtLeastOnce);
            await client.DisconnectAsync();
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Queue("do", "reboot");

        using var again = MqttHost.NewClient();
        var got = new TaskCompletionSource<string>();
        again.ApplicationMessageReceivedAsync += e =>
        {
            got.TrySetResult(e.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var result = await again.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(600).Build());
        result.IsSessionPresent.ShouldBeTrue();
        (await got.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("reboot");
        (await again.PublishStringAsync("devices/pump-1/status", "on", MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess
            .ShouldBeTrue("a resumed session publishes on its own connection");
    }

    [Fact]
    public async Task a_session_is_forgotten_when_its_time_is_over()
    {
        using (var client = MqttHost.NewClient())
        {
            await client.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(1).Build());
            await client.SubscribeAsync(Commands);
            await client.DisconnectAsync();
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        var server = _host.Get<MqttServer>();
        await Eventually.IsTrue(() => server.GetSessionsAsync().GetAwaiter().GetResult().Count is 0);

        using var again = MqttHost.NewClient();
        (await again.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(60).Build())).IsSessionPresent
            .ShouldBeFalse();
    }

    [Fact]
    public async Task a_session_is_kept_for_as_long_as_was_said_last()
    {
        for (var goodbye = 0; goodbye < 2; goodbye++)
        {
            using var client = MqttHost.NewClient();
            await client.ConnectAsync(_host.Pump().WithCleanStart(goodbye is 0).WithSessionExpiryInterval(1).Build());
            await client.DisconnectAsync(new MqttClientDisconnectOptionsBuilder().WithSessionExpiryInterval(60).Build());
            await Should.ThrowAsync<TimeoutException>(() => Eventually.IsTrue(() => _host.Log.Closed.Count > goodbye + 1, 1.5));
        }

        using var again = MqttHost.NewClient();
        (await again.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(60).Build())).IsSessionPresent
            .ShouldBeTrue();
    }

    [Fact]
    public async Task a_goodbye_may_end_the_session()
    {
        byte[] connect = RawClient.Connect("pump-1", "acme.pump-1", "secret", version: 5, flags: 0xC0, properties: [0x11, 0, 0, 0, 60]);
        using (var client = await RawClient.LoginAsync(_host.Settings.Port, connect)) client.Send(0xE0, 7, 0, 5, 0x11, 0, 0, 0, 0);
        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);

        using var again = new RawClient(_host.Settings.Port).Send(connect);
        (await again.ReadPacketAsync())[2].ShouldBe((byte)0, "no session present");
    }

    [Theory]
    [InlineData("#")]
    [InlineData("devices/+/commands/#")]
    [InlineData("devices/pump-2/commands/#")]
    [InlineData("devices/pump-1/telemetry")]
    [InlineData("$SYS/#")]
    public async Task foreign_filters_are_not_authorized(string filter)
    {
        using var client = await _host.ConnectAsync();
        (await client.SubscribeAsync(filter)).Items.Single().ResultCode.ShouldBe(MqttClientSubscribeResultCode.NotAuthorized);
        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task shared_subscriptions_are_not_supported()
    {
        using var client = await RawLoginAsync(version: 5);
        client.Send(RawClient.Packet(0x82, [0, 1, 0, .. RawClient.Text("$share/g/devices/pump-1/commands/#"), 1]));
        (await client.ReadAsync(6)).ShouldBe([0x90, 4, 0, 1, 0, 0x9E]);
    }

    [Fact]
    public async Task version_3_gets_0x80_and_each_filter_its_own_code()
    {
        using var client = await RawLoginAsync(version: 4);
        client.Send(RawClient.Packet(0x82, [0, 9,
            .. RawClient.Text("devices/pump-1/commands/a"), 0,
            .. RawClient.Text("#"), 1,
            .. RawClient.Text("devices/pump-1/commands/b"), 2,
            .. RawClient.Text("$share/g/x"), 0,
            .. RawClient.Text("devices/pump-1/commands/c"), 1]));

        (await client.ReadAsync(9)).ShouldBe([0x90, 7, 0, 9, 0, 0x80, 1, 0x80, 1]);
    }

    [Fact]
    public async Task a_subscription_that_is_not_there_cannot_be_taken_back()
    {
        using var client = await RawLoginAsync(version: 5);
        client.Send(RawClient.Subscribe(7, "devices/pump-1/commands/a", properties: [0]));
        (await client.ReadAsync(6)).ShouldBe([0x90, 4, 0, 7, 0, 1]);
        client.Send(RawClient.Packet(0xA2, [0, 8, 0, .. RawClient.Text("devices/pump-1/commands/a"), .. RawClient.Text("devices/pump-1/commands/b")]));
        (await client.ReadAsync(7)).ShouldBe([0xB0, 5, 0, 8, 0, 0, 0x11]);
    }

    [Fact]
    public async Task a_subscription_of_qos_3_ends_the_connection()
    {
        using var client = await RawLoginAsync(version: 4);
        client.Send(RawClient.Subscribe(7, "devices/pump-1/commands/a", 3));
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_session_has_a_bounded_number_of_subscriptions()
    {
        using var client = await _host.ConnectAsync();
        for (var i = 0; i < MqttLimits.Subscriptions; i++)
            (await client.SubscribeAsync($"devices/pump-1/commands/{i}")).Items.Single().ResultCode
                .ShouldBe(MqttClientSubscribeResultCode.GrantedQoS0);
        (await client.SubscribeAsync("devices/pump-1/commands/x")).Items.Single().ResultCode
            .ShouldBe(MqttClientSubscribeResultCode.QuotaExceeded);

        await client.UnsubscribeAsync("devices/pump-1/commands/0");
        (await client.SubscribeAsync("devices/pump-1/commands/x")).Items.Single().ResultCode
            .ShouldBe(MqttClientSubscribeResultCode.GrantedQoS0);
    }

    private Task<RawClient> RawLoginAsync(byte version) =>
        RawClient.LoginAsync(_host.Settings.Port, RawClient.Connect("pump-1", "acme.pump-1", "secret", version));
}

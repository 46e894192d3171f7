using IotPlatform.Mqtt;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class logging_in : IAsyncLifetime
{
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task a_device_with_its_credentials_is_let_in_and_logged(MqttProtocolVersion version)
    {
        using var client = MqttHost.NewClient();
        var result = await client.ConnectAsync(_host.Pump(version).Build());

        result.ResultCode.ShouldBe(MqttClientConnectResultCode.Success);
        var opened = _host.Log.Opened.ShouldHaveSingleItem();
        opened.Device.DeviceId.ShouldBe("pump-1");
        opened.Device.Customer.ShouldBe("acme");
        opened.ClientAddress.ShouldBe("127.0.0.1");
        opened.Protocol.ShouldBe(version is MqttProtocolVersion.V500 ? "5.0/tcp" : "3.1.1/tcp");
        _host.Get<MqttSessions>().IsConnected("acme", "pump-1").ShouldBeTrue();
        _host.Get<MqttSessions>().IsConnected("zeta", "pump-1").ShouldBeFalse();
    }

    [Theory]
    [InlineData("acme.pump-1", "wrong")]
    [InlineData("acme.pump-9", "secret")]
    [InlineData("acme.pump-1", "")]
    public async Task wrong_credentials_are_told_in_the_words_of_each_version(string username, string password)
    {
        (await TryAsync(x => x.WithCredentials(username, password), MqttProtocolVersion.V500))
            .ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
        (await RawConnectAsync("pump-1", username, password)).ShouldBe([0x20, 2, 0, 4]);
        _host.Log.Opened.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_deactivated_device_is_not_authorized()
    {
        _host.Devices.Deactivate("acme.pump-1");
        (await TryAsync(x => x, MqttProtocolVersion.V500)).ShouldBe(MqttClientConnectResultCode.NotAuthorized);
        (await RawConnectAsync("pump-1", "acme.pump-1", "secret")).ShouldBe([0x20, 2, 0, 5]);
    }

    [Fact]
    public async Task another_client_id_under_that_user_name_is_refused()
    {
        (await TryAsync(x => x.WithClientId("pump-2"), MqttProtocolVersion.V500))
            .ShouldBe(MqttClientConnectResultCode.ClientIdentifierNotValid);
        (await RawConnectAsync("acme/pump-1", "acme.pump-1", "secret")).ShouldBe([0x20, 2, 0, 2]);
    }

    [Fact]
    public async Task a_client_without_an_id_is_given_its_device_id()
    {
        using var client = MqttHost.NewClient();
        var result = await client.ConnectAsync(_host.Pump().WithClientId("").Build());
        result.ResultCode.ShouldBe(MqttClientConnectResultCode.Success);
        result.AssignedClientIdentifier.ShouldBe("pump-1");
        await client.DisconnectAsync();

        (await RawConnectAsync("", "acme.pump-1", "secret")).ShouldBe([0x20, 2, 0, 0], "3.1.1 has no word for it, but is let in");
        (await RawConnectAsync("", "acme.pump-1", "secret", flags: 0xC0)).ShouldBe([0x20, 2, 0, 2], "a nameless client can't resume");
    }

    [Fact]
    public async Task two_customers_devices_of_one_id_do_not_disturb_each_other()
    {
        using var acme = await _host.ConnectAsync();
        using var zeta = MqttHost.NewClient();
        await zeta.ConnectAsync(_host.Pump().WithCredentials("zeta.pump-1", "secret").Build());

        await acme.PublishStringAsync("devices/pump-1/telemetry", "1", MqttQualityOfServiceLevel.AtLeastOnce);
        await zeta.PublishStringAsync("devices/pump-1/telemetry", "2", MqttQualityOfServiceLevel.AtLeastOnce);

        _host.Ingest.Messages.Select(x => (x.Device.Customer, x.Text)).ShouldBe([("acme", "1"), ("zeta", "2")]);
        _host.Log.Closed.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_second_connection_takes_over_and_the_first_is_told()
    {
        using var first = await _host.ConnectAsync();
        var told = new TaskCompletionSource<MqttClientDisconnectReason>();
        first.DisconnectedAsync += e =>
        {
            told.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        using var second = await _host.ConnectAsync();

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(MqttClientDisconnectReason.SessionTakenOver);
        second.IsConnected.ShouldBeTrue();
        _host.Log.Closed.ShouldHaveSingleItem().Reason.ShouldBe("taken_over");
        _host.Log.MostAtOnce.ShouldBe(1, "the first is written off before the second is written down");
        (await second.PublishStringAsync("devices/pump-1/status", "on", MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task of_many_connections_at_once_one_stays()
    {
        var clients = Enumerable.Range(0, 20).Select(_ => new RawClient(_host.Settings.Port)).ToList();
        foreach (var client in clients) client.Send(RawClient.Connect("pump-1", "acme.pump-1", "secret"));

        await Eventually.IsTrue(() => _host.Log.Opened.Count - _host.Log.Closed.Count is 1 && _host.Get<MqttSessions>().Count is 1);
        // Which one the server took up last is the server's affair: connections that come at once are taken up side by side.
        var ends = clients.Select(x => x.ReadToEndAsync()).ToList();
        await Eventually.IsTrue(() => ends.Count(x => x.IsCompletedSuccessfully) is 19);

        _host.Get<MqttSessions>().Count.ShouldBe(1);
        _host.Log.MostAtOnce.ShouldBe(1);
        ends.ShouldContain(x => !x.IsCompleted, 1, "one stays");
        clients.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task connack_tells_honestly_what_the_broker_does()
    {
        using var client = MqttHost.NewClient();
        var result = await client.ConnectAsync(
            _host.Pump().WithSessionExpiryInterval(uint.MaxValue).WithKeepAlivePeriod(TimeSpan.FromHours(5)).Build());

        result.ReceiveMaximum.ShouldBe((ushort)1000);
        result.MaximumPacketSize.ShouldBe(262_144u);
        result.TopicAliasMaximum.ShouldBe((ushort)32);
        result.SessionExpiryInterval.ShouldBe(7u * 24 * 3600);
        result.ServerKeepAlive.ShouldBe((ushort)3600);
        result.SharedSubscriptionAvailable.ShouldBeFalse();
        result.SubscriptionIdentifiersAvailable.ShouldBeTrue();
        result.RetainAvailable.ShouldBeFalse();
        result.WildcardSubscriptionAvailable.ShouldBeTrue();

        using var modest = MqttHost.NewClient();
        var other = await modest.ConnectAsync(
            _host.Pump().WithSessionExpiryInterval(60).WithKeepAlivePeriod(TimeSpan.FromSeconds(30)).Build());
        other.ServerKeepAlive.ShouldBe((ushort)0, "the client's own choice stands");
        other.SessionExpiryInterval.GetValueOrDefault().ShouldBe(0u, "the client's own choice stands");
    }

    [Fact]
    public async Task guessing_is_slowed_and_the_real_device_is_not()
    {
        for (var i = 0; i < 6; i++) await RawConnectAsync("pump-1", "acme.pump-1", "guess");
        using var guesses = new CancellationTokenSource();
        var pending = Enumerable.Range(0, 40).Select(_ => new RawClient(_host.Settings.Port)).ToList();
        foreach (var client in pending) client.Send(RawClient.Connect("x", "acme.nobody", "guess"));

        // Eight answers are held back at a time; the others are refused unheard. On a busy machine some come when the first are answered.
        var codes = await Task.WhenAll(pending.Select(x => x.ReadAsync(4)));
        codes.Count(x => x[3] is 3).ShouldBeGreaterThan(0);
        codes.Count(x => x[3] is 4).ShouldBe(codes.Length - codes.Count(x => x[3] is 3));
        codes.Count(x => x[3] is 4).ShouldBeGreaterThanOrEqualTo(8);
        pending.ForEach(x => x.Dispose());

        (await RawConnectAsync("pump-1", "acme.pump-1", "secret")).ShouldBe([0x20, 2, 0, 0]);
    }

    [Fact]
    public async Task a_device_dropped_while_it_logs_in_does_not_slip_through()
    {
        var calls = 0;
        _host.Devices.BeforeAnswer = async () =>
        {
            if (Interlocked.Increment(ref calls) > 1) return;
            _host.Devices.Deactivate("acme.pump-1");
            await _host.Get<MqttSessions>().DropAsync("acme", "pump-1", SessionEnd.DeviceDeactivated);
        };

        (await RawConnectAsync("pump-1", "acme.pump-1", "secret")).ShouldBe([0x20, 2, 0, 5]);
        calls.ShouldBe(2);
        await Eventually.IsTrue(() => _host.Get<MqttSessions>().Count is 0);
    }

    private async Task<byte[]> RawConnectAsync(string clientId, string username, string password, byte flags = 0xC2)
    {
        using var client = new RawClient(_host.Settings.Port);
        return await client.Send(RawClient.Connect(clientId, username, password, flags: flags)).ReadAsync(4);
    }

    private async Task<MqttClientConnectResultCode> TryAsync(
        Func<MqttClientOptionsBuilder, MqttClientOptionsBuilder> configure, MqttProtocolVersion version)
    {
        using var client = MqttHost.NewClient();
        return (await client.ConnectAsync(configure(_host.Pump(version)).Build())).ResultCode;
    }
}

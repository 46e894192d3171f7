using IotPlatform.Devices;
using IotPlatform.Platform;
using JasperFx.Events;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class ending_a_connection : IAsyncLifetime
{
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task a_goodbye_is_clean_and_publishes_no_will()
    {
        using var client = await ConnectWithWillAsync();
        await client.DisconnectAsync();
        (await EndAsync()).ShouldBe(("client_disconnected", true));
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_broken_connection_is_not_clean_and_publishes_the_will()
    {
        using var client = await ConnectWithWillAsync();
        client.Dispose();
        (await EndAsync()).ShouldBe(("connection_lost", false));
        var will = _host.Ingest.Messages.ShouldHaveSingleItem();
        (will.Topic, will.Text).ShouldBe(("status", "gone"));
    }

    [Fact]
    public async Task a_goodbye_with_will_publishes_it()
    {
        using var client = await ConnectWithWillAsync();
        await client.DisconnectAsync(
            new MqttClientDisconnectOptionsBuilder().WithReason(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage).Build());
        (await EndAsync()).ShouldBe(("client_disconnected", true));
        _host.Ingest.Messages.ShouldHaveSingleItem().Text.ShouldBe("gone");
    }

    [Fact]
    public async Task a_delayed_will_is_not_published_when_the_session_goes_on_before()
    {
        (await ConnectWithDelayedWillAsync(delay: 2, expiry: 60)).Dispose();
        await EndAsync();
        using var again = MqttHost.NewClient();
        (await again.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(60).Build())).IsSessionPresent
            .ShouldBeTrue();
        await Should.ThrowAsync<TimeoutException>(() => Eventually.IsTrue(() => !_host.Ingest.Messages.IsEmpty, 4));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(60, 1)]
    public async Task a_delayed_will_is_published_after_its_delay_or_with_the_end_of_the_session(uint delay, uint expiry)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        (await ConnectWithDelayedWillAsync(delay, expiry)).Dispose();
        await EndAsync();
        _host.Ingest.Messages.ShouldBeEmpty();
        await Eventually.IsTrue(() => !_host.Ingest.Messages.IsEmpty);
        watch.Elapsed.TotalSeconds.ShouldBeInRange(1, 10);
        _host.Ingest.Messages.ShouldHaveSingleItem().Text.ShouldBe("gone");
    }

    [Fact]
    public async Task a_delayed_will_is_published_when_a_clean_start_ends_the_session()
    {
        (await ConnectWithDelayedWillAsync(delay: 60, expiry: 60)).Dispose();
        await EndAsync();
        using var again = await _host.ConnectAsync();
        _host.Ingest.Messages.ShouldHaveSingleItem().Text.ShouldBe("gone");
    }

    [Fact]
    public async Task a_take_over_that_goes_on_with_the_session_publishes_no_delayed_will()
    {
        using var client = await ConnectWithDelayedWillAsync(delay: 60, expiry: 60);
        using var again = MqttHost.NewClient();
        await again.ConnectAsync(_host.Pump().WithCleanStart(false).WithSessionExpiryInterval(60).Build());
        (await EndAsync()).ShouldBe(("taken_over", false));
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_device_that_loses_its_rights_loses_its_delayed_will()
    {
        (await ConnectWithDelayedWillAsync(delay: 60, expiry: 60)).Dispose();
        await EndAsync();
        IEvent committed = new Event<DeviceDeactivated>(new DeviceDeactivated("pump-1", Instant.MinValue));
        await _host.Get<CommitFeed>().PublishAsync(new CommittedEvents("acme", [committed]));
        using var again = await _host.ConnectAsync();
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_foreign_will_is_refused_in_5_and_dropped_in_3()
    {
        using var modern = MqttHost.NewClient();
        (await modern.ConnectAsync(_host.Pump().WithWillTopic("devices/pump-2/status").Build())).ResultCode
            .ShouldBe(MqttClientConnectResultCode.NotAuthorized);

        using var old = MqttHost.NewClient();
        (await old.ConnectAsync(_host.Pump(MqttProtocolVersion.V311).WithWillTopic("devices/pump-2/status").Build())).ResultCode
            .ShouldBe(MqttClientConnectResultCode.Success);
        old.Dispose();
        await EndAsync();
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_silent_device_is_sent_away_after_one_and_a_half_keep_alives_and_a_publishing_one_is_not()
    {
        using var client = new RawClient(_host.Settings.Port);
        client.Send(RawClient.Connect("pump-1", "acme.pump-1", "secret", keepAlive: 1));
        await client.ReadAsync(4);
        for (ushort id = 1; id <= 10; id++)
        {
            client.Send(RawClient.Publish("devices/pump-1/status", id, "on"));
            await client.ReadAsync(4);
            await client.IsQuietAsync(300);
        }

        _host.Log.Closed.ShouldBeEmpty("three seconds of publishes without a ping");
        (await client.ReadToEndAsync()).ShouldBeEmpty();
        (await EndAsync()).ShouldBe(("keep_alive_timeout", false));
    }

    [Fact]
    public async Task time_in_which_the_platform_does_not_listen_is_not_held_against_the_device()
    {
        using var client = new RawClient(_host.Settings.Port);
        client.Send(RawClient.Connect("pump-1", "acme.pump-1", "secret", keepAlive: 1));
        await client.ReadAsync(4);
        _host.Ingest.Hold();
        client.Send([.. Enumerable.Range(1, 1001).SelectMany(id => RawClient.Publish("devices/pump-1/status", (ushort)id, "on"))]);

        (await client.IsQuietAsync(4000)).ShouldBeTrue();
        _host.Log.Closed.ShouldBeEmpty();

        _host.Ingest.CommitAll();
        await client.ReadAsync(4 * 1001);
    }

    [Theory]
    [InlineData(true, "device_deleted")]
    [InlineData(false, "device_deactivated")]
    public async Task a_committed_deletion_or_deactivation_drops_the_live_session_at_once(bool isDeleted, string reason)
    {
        using var client = await ConnectWithWillAsync();
        using var other = MqttHost.NewClient();
        await other.ConnectAsync(_host.Pump().WithCredentials("zeta.pump-1", "secret").Build());
        var told = new TaskCompletionSource<MqttClientDisconnectReason>();
        client.DisconnectedAsync += e =>
        {
            told.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        IEvent committed = isDeleted
            ? new Event<DeviceDeleted>(new DeviceDeleted("pump-1", Instant.MinValue))
            : new Event<DeviceDeactivated>(new DeviceDeactivated("pump-1", Instant.MinValue));
        await _host.Get<CommitFeed>().PublishAsync(new CommittedEvents("acme", [committed]));

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe(MqttClientDisconnectReason.NotAuthorized);
        (await EndAsync()).ShouldBe((reason, true));
        _host.Ingest.Messages.ShouldBeEmpty("the will of a device that may not speak");
        other.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task a_platform_that_stops_says_goodbye_quickly()
    {
        using var client = await ConnectWithWillAsync();
        using var stranger = new RawClient(_host.Settings.Port);
        var told = new TaskCompletionSource<MqttClientDisconnectReason>();
        client.DisconnectedAsync += e =>
        {
            told.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        await _host.StopAsync().WaitAsync(TimeSpan.FromSeconds(5));

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe(MqttClientDisconnectReason.ServerShuttingDown);
        (await EndAsync()).ShouldBe(("platform_stopped", true));
        _host.Ingest.Messages.ShouldBeEmpty();
    }

    private async Task<IMqttClient> ConnectWithWillAsync()
    {
        var client = MqttHost.NewClient();
        await client.ConnectAsync(_host.Pump().WithWillTopic("devices/pump-1/status").WithWillPayload("gone")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        return client;
    }

    private async Task<IMqttClient> ConnectWithDelayedWillAsync(uint delay, uint expiry)
    {
        var client = MqttHost.NewClient();
        await client.ConnectAsync(_host.Pump().WithWillTopic("devices/pump-1/status").WithWillPayload("gone").WithWillDelayInterval(delay)
            .WithSessionExpiryInterval(expiry).Build());
        return client;
    }

    private async Task<(string, bool)> EndAsync()
    {
        await Eventually.IsTrue(() => !_host.Log.Closed.IsEmpty);
        var end = _host.Log.Closed.Single();
        return (end.Reason, end.IsClean);
    }
}

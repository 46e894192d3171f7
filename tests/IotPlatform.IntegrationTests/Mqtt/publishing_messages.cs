using System.Text;
using IotPlatform.Mqtt;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class publishing_messages : IAsyncLifetime
{
    private const string Telemetry = "devices/pump-1/telemetry";
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task a_publish_is_acknowledged_only_after_its_commit(MqttQualityOfServiceLevel qos)
    {
        using var client = await _host.ConnectAsync();
        _host.Ingest.Hold();
        var publishing = client.PublishStringAsync(Telemetry, """{"t":1}""", qos);
        await Eventually.IsTrue(() => _host.Ingest.Messages.Count is 1);

        (await Task.WhenAny(publishing, Task.Delay(300))).ShouldNotBe(publishing, "nothing is on disk yet");
        _host.Ingest.CommitNext();

        (await publishing.WaitAsync(TimeSpan.FromSeconds(10))).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task a_message_reaches_the_ingest_as_it_was_sent(MqttProtocolVersion version)
    {
        using var client = await _host.ConnectAsync(version);
        await client.PublishStringAsync(Telemetry, """{"t":1}""");
        await client.PublishStringAsync(Telemetry + "/température", "22.5", MqttQualityOfServiceLevel.AtLeastOnce);
        await client.PublishStringAsync("devices/pump-1/status", "on", MqttQualityOfServiceLevel.ExactlyOnce, retain: true);
        await client.PublishStringAsync("devices/pump-1/events/door/open", "", MqttQualityOfServiceLevel.AtLeastOnce);

        _host.Ingest.Messages.Select(x => (x.Topic, x.Text)).ShouldBe(
            [("telemetry", """{"t":1}"""), ("telemetry/température", "22.5"), ("status", "on"), ("events/door/open", "")]);
        _host.Ingest.Messages.Select(x => x.TopicBytes).ShouldBe([24, 37, 21, 31]);
    }

    [Fact]
    public async Task one_connection_has_many_messages_on_their_way_and_is_answered_in_order()
    {
        using var client = Login(version: 4);
        _host.Ingest.Hold();
        client.Send([.. Enumerable.Range(1, 50).SelectMany(id => RawClient.Publish(Telemetry, (ushort)id, "1"))]);
        await Eventually.IsTrue(() => _host.Ingest.Messages.Count is 50);
        (await client.IsQuietAsync()).ShouldBeTrue();

        _host.Ingest.CommitAll();

        var answers = await client.ReadAsync(200);
        answers.Chunk(4).Select(x => (x[0], x[1], (x[2] << 8) | x[3]))
            .ShouldBe(Enumerable.Range(1, 50).Select(id => ((byte)0x40, (byte)2, id)));
    }

    [Fact]
    public async Task a_thousand_unacknowledged_messages_stop_the_reader_and_nothing_is_lost()
    {
        using var client = Login(version: 4);
        _host.Ingest.Hold();
        client.Send([.. Enumerable.Range(1, 1500).SelectMany(id => RawClient.Publish(Telemetry, (ushort)id, "1"))]);
        await Eventually.IsTrue(() => _host.Ingest.Messages.Count is 1000);
        (await client.IsQuietAsync()).ShouldBeTrue();
        _host.Ingest.Messages.Count.ShouldBe(1000);

        _host.Ingest.CommitAll();

        await client.ReadAsync(1500 * 4);
        _host.Ingest.Messages.Count.ShouldBe(1500);
    }

    [Fact]
    public async Task a_message_that_can_not_be_stored_is_not_acknowledged_and_the_connection_is_closed()
    {
        using var client = Login(version: 5);
        _host.Ingest.Hold();
        client.Send(RawClient.Publish(Telemetry, 1, "1", properties: [0]));
        client.Send(RawClient.Publish(Telemetry, 2, "2", properties: [0]));
        await Eventually.IsTrue(() => _host.Ingest.Messages.Count is 2);
        _host.Ingest.FailNext();
        _host.Ingest.CommitAll();

        // DISCONNECT, implementation specific error, and no word of the disk.
        var answer = await client.ReadToEndAsync();
        answer[0].ShouldBe((byte)0xE0);
        answer[2].ShouldBe((byte)0x83);
        Encoding.UTF8.GetString(answer).ShouldNotContain("disk");
        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Log.Closed.Single().Reason.ShouldBe("storage_unavailable");
        _host.Log.Closed.Single().IsClean.ShouldBeTrue("the device can't help it");
    }

    [Theory]
    [InlineData("devices/pump-2/telemetry", MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData("devices/pump-1/commands/x", MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData("$SYS/x", MqttQualityOfServiceLevel.AtLeastOnce)]
    public async Task a_foreign_topic_is_refused_in_5_and_dropped_in_3(string topic, MqttQualityOfServiceLevel qos)
    {
        using (var modern = await _host.ConnectAsync())
        {
            (await modern.PublishStringAsync(topic, "1", qos)).ReasonCode.ShouldBe(MqttClientPublishReasonCode.NotAuthorized);
            (await modern.PublishStringAsync(Telemetry, "2", qos)).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
            await modern.DisconnectAsync();
        }

        using var old = await _host.ConnectAsync(MqttProtocolVersion.V311);
        (await old.PublishStringAsync(topic, "3", qos)).IsSuccess.ShouldBeTrue("3.1.1 has no word for a refusal");
        (await old.PublishStringAsync(Telemetry, "4", qos)).IsSuccess.ShouldBeTrue();
        _host.Ingest.Messages.Select(x => x.Text).ShouldBe(["2", "4"]);
    }

    [Fact]
    public async Task a_refused_qos_2_message_is_over_with_its_refusal()
    {
        using var client = Login(version: 5);
        client.Send(RawClient.Publish("devices/pump-2/telemetry", 3, "1", 0x34, [0]));
        (await client.ReadAsync(5)).ShouldBe([0x50, 3, 0, 3, 0x87]);
        client.Send(RawClient.Publish(Telemetry, 3, "2", 0x34, [0]));
        (await client.ReadAsync(4)).ShouldBe([0x50, 2, 0, 3]);
        _host.Ingest.Messages.ShouldHaveSingleItem().Text.ShouldBe("2");
    }

    [Fact]
    public async Task who_completes_no_qos_2_message_is_sent_away_above_the_receive_maximum()
    {
        using var client = Login(version: 5);
        for (ushort id = 1; id <= MqttLimits.InFlightMessages; id++)
        {
            client.Send(RawClient.Publish(Telemetry, id, "1", 0x34, [0]));
            await client.ReadAsync(4);
        }

        client.Send(RawClient.Packet(0x62, [0, 1]));
        (await client.ReadAsync(4)).ShouldBe([0x70, 2, 0, 1]);
        client.Send(RawClient.Publish(Telemetry, 1, "1", 0x34, [0]));
        (await client.ReadAsync(4)).ShouldBe([0x50, 2, 0, 1]);
        client.Send(RawClient.Publish(Telemetry, MqttLimits.InFlightMessages + 1, "1", 0x34, [0]));
        (await client.ReadAsync(3)).ShouldBe([0xE0, 2, 0x93]);
    }

    [Fact]
    public async Task a_payload_above_128_kib_is_refused_and_the_connection_stays()
    {
        using var modern = await _host.ConnectAsync();
        (await modern.PublishBinaryAsync(Telemetry, new byte[131_073], MqttQualityOfServiceLevel.AtLeastOnce))
            .ReasonCode.ShouldBe(MqttClientPublishReasonCode.QuotaExceeded);
        (await modern.PublishBinaryAsync(Telemetry, new byte[131_072], MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess.ShouldBeTrue();
        await modern.DisconnectAsync();

        using var old = await _host.ConnectAsync(MqttProtocolVersion.V311);
        (await old.PublishBinaryAsync(Telemetry, new byte[131_073], MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess.ShouldBeTrue();
        (await old.PublishBinaryAsync(Telemetry, new byte[100], MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess.ShouldBeTrue();

        _host.Ingest.Messages.Select(x => x.PayloadBytes).ShouldBe([131_072, 100]);
    }

    [Fact]
    public async Task a_redelivered_qos_2_message_is_stored_once_until_it_is_completed()
    {
        using (var client = Login(version: 4, flags: 0xC0))
        {
            client.Send(RawClient.Publish(Telemetry, 5, "1", 0x34));
            (await client.ReadAsync(4)).ShouldBe([0x50, 2, 0, 5]);
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        using var again = Login(version: 4, flags: 0xC0, sessionPresent: true);
        again.Send(RawClient.Publish(Telemetry, 5, "1", 0x3C));
        (await again.ReadAsync(4)).ShouldBe([0x50, 2, 0, 5]);
        _host.Ingest.Messages.Count.ShouldBe(1);

        again.Send(0x62, 2, 0, 5);
        (await again.ReadAsync(4)).ShouldBe([0x70, 2, 0, 5]);
        again.Send(RawClient.Publish(Telemetry, 5, "2", 0x34));
        (await again.ReadAsync(4)).ShouldBe([0x50, 2, 0, 5]);
        _host.Ingest.Messages.Select(x => x.Text).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task releasing_what_was_never_received_is_answered_so_in_5()
    {
        using var client = Login(version: 5);
        client.Send(0x62, 2, 0, 9);
        (await client.ReadAsync(5)).ShouldBe([0x70, 3, 0, 9, 0x92]);
    }

    [Fact]
    public async Task a_topic_alias_stands_for_its_topic()
    {
        using var client = Login(version: 5);
        client.Send(RawClient.Publish(Telemetry + "/a", 1, "1", properties: [3, 0x23, 0, 7]));
        client.Send(RawClient.Publish("", 2, "2", properties: [3, 0x23, 0, 7]));
        (await client.ReadAsync(8)).ShouldBe([0x40, 2, 0, 1, 0x40, 2, 0, 2]);
        _host.Ingest.Messages.Select(x => (x.Topic, x.Text)).ShouldBe([("telemetry/a", "1"), ("telemetry/a", "2")]);

        client.Send(RawClient.Publish("", 3, "3", properties: [3, 0x23, 0, 8]));
        (await client.ReadToEndAsync())[2].ShouldBe((byte)0x82, "an alias that stands for nothing");
    }

    private RawClient Login(byte version, byte flags = 0xC2, bool sessionPresent = false)
    {
        var client = new RawClient(_host.Settings.Port).Send(RawClient.Connect("pump-1", "acme.pump-1", "secret", version, flags: flags));
        var head = client.ReadAsync(4).GetAwaiter().GetResult();
        head[0].ShouldBe((byte)0x20);
        head[2].ShouldBe(sessionPresent ? (byte)1 : (byte)0);
        head[3].ShouldBe((byte)0);
        if (head[1] > 2) client.ReadAsync(head[1] - 2).GetAwaiter().GetResult();
        return client;
    }
}

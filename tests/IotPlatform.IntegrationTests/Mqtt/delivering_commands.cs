using System.Buffers.Binary;
using System.Text;
using IotPlatform.Mqtt;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>The bytes between the platform and a device that gets commands.</summary>
public sealed class delivering_commands : IAsyncLifetime
{
    private const string All = "devices/pump-1/commands/#";
    private const byte Kept = 0xC0;
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task what_waits_comes_oldest_first_after_the_suback()
    {
        _host.Queue("a", "1");
        _host.Queue("b", "2");
        using var client = await LoginAsync();
        client.Send(RawClient.Subscribe(1, All));
        (await client.ReadPacketAsync()).ShouldBe([0x90, 3, 0, 1, 1]);
        (await ReadAsync(client)).ShouldBe(new Sent("devices/pump-1/commands/a", 1, false, 1, "1"));
        (await ReadAsync(client)).ShouldBe(new Sent("devices/pump-1/commands/b", 1, false, 2, "2"));
        await ReportsAre("a sent", "b sent");

        client.Send(RawClient.PubAck(2)).Send(RawClient.PubAck(1));
        await ReportsAre("a sent", "b sent", "b acknowledged", "a acknowledged");
    }

    [Fact]
    public async Task a_connected_device_gets_a_command_at_once_and_once()
    {
        using var client = await SubscribedAsync();
        _host.Queue("a");
        (await ReadAsync(client)).Topic.ShouldEndWith("/a");
        _host.Get<MqttSessions>().WakeCommands("acme", "pump-1");
        (await client.IsQuietAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task without_a_subscription_nothing_is_sent()
    {
        using var client = await LoginAsync();
        _host.Queue("a");
        (await client.IsQuietAsync()).ShouldBeTrue();
        _host.Commands.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task what_no_filter_matches_waits_for_one_that_does()
    {
        using var client = await SubscribedAsync("devices/pump-1/commands/b");
        _host.Queue("a");
        _host.Queue("b");
        (await ReadAsync(client)).Topic.ShouldEndWith("/b");
        client.Send(RawClient.Subscribe(2, "devices/pump-1/commands/+", 0));
        await client.ReadPacketAsync();
        (await ReadAsync(client)).ShouldBe(new Sent("devices/pump-1/commands/a", 0, false, 0, "{}"));
    }

    [Fact]
    public async Task at_qos_0_there_is_nothing_to_acknowledge()
    {
        using var client = await SubscribedAsync(qos: 0);
        _host.Queue("a");
        (await ReadAsync(client)).ShouldBe(new Sent("devices/pump-1/commands/a", 0, false, 0, "{}"));
        await ReportsAre("a sent once");
    }

    [Fact]
    public async Task of_filters_that_overlap_the_highest_qos_counts_and_the_command_comes_once()
    {
        using var client = await SubscribedAsync(qos: 0);
        client.Send(RawClient.Subscribe(2, "devices/pump-1/commands/a", 2));
        (await client.ReadPacketAsync()).ShouldBe([0x90, 3, 0, 2, 1]);
        _host.Queue("a");
        (await ReadAsync(client)).QoS.ShouldBe(1);
        (await client.IsQuietAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task in_a_kept_session_it_comes_again_under_its_identifier_as_a_duplicate()
    {
        using (var client = await SubscribedAsync(flags: Kept))
        {
            _host.Queue("a");
            _host.Queue("b");
            (await ReadAsync(client)).Id.ShouldBe(1);
            (await ReadAsync(client)).Id.ShouldBe(2);
            client.Send(RawClient.PubAck(1));
            await ReportsAre("a sent", "b sent", "a acknowledged");
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Queue("c");
        using var again = await LoginAsync(Kept);
        (await ReadAsync(again)).ShouldBe(new Sent("devices/pump-1/commands/b", 1, true, 2, "{}"));
        (await ReadAsync(again)).ShouldBe(new Sent("devices/pump-1/commands/c", 1, false, 3, "{}"));
        again.Send(RawClient.PubAck(2));
        await ReportsAre("a sent", "b sent", "a acknowledged", "b sent", "c sent", "b acknowledged");
    }

    [Fact]
    public async Task in_a_new_session_it_comes_again_as_a_new_message()
    {
        using (var client = await SubscribedAsync())
        {
            _host.Queue("a");
            await ReadAsync(client);
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        using var again = await SubscribedAsync();
        (await ReadAsync(again)).ShouldBe(new Sent("devices/pump-1/commands/a", 1, false, 1, "{}"));
    }

    [Fact]
    public async Task an_identifier_is_not_given_to_two_commands_at_once()
    {
        using (var client = await SubscribedAsync(flags: Kept))
        {
            _host.Queue("gone");
            _host.Queue("a");
            await ReadAsync(client);
            await ReadAsync(client);
        }

        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Commands.Close("gone");
        using var again = await LoginAsync(Kept);
        (await ReadAsync(again)).ShouldBe(new Sent("devices/pump-1/commands/a", 1, true, 2, "{}"));
        _host.Queue("b");
        (await ReadAsync(again)).Id.ShouldNotBe(2);
    }

    [Fact]
    public async Task a_receive_maximum_of_1_lets_one_command_out_at_a_time()
    {
        using var client = await LoginAsync(version: 5, properties: [0x21, 0, 1]);
        client.Send(RawClient.Subscribe(1, All, properties: [0]));
        await client.ReadPacketAsync();
        foreach (var name in new[] { "a", "b", "c" }) _host.Queue(name);
        foreach (var (name, id) in new[] { ("a", 1), ("b", 2), ("c", 3) })
        {
            var sent = await ReadAsync(client, isVersion5: true);
            (sent.Topic, sent.Id).ShouldBe(($"devices/pump-1/commands/{name}", id));
            (await client.IsQuietAsync(100)).ShouldBeTrue("a second one has to wait");
            client.Send(RawClient.PubAck((ushort)id));
        }

        await ReportsAre("a sent", "a acknowledged", "b sent", "b acknowledged", "c sent", "c acknowledged");
    }

    [Fact]
    public async Task without_a_receive_maximum_one_hundred_are_on_their_way_at_most()
    {
        for (var i = 0; i < MqttLimits.UnacknowledgedCommands + 1; i++) _host.Queue($"c{i}");
        using var client = await SubscribedAsync();
        for (var i = 0; i < MqttLimits.UnacknowledgedCommands; i++) await ReadAsync(client);
        (await client.IsQuietAsync()).ShouldBeTrue();
        client.Send(RawClient.PubAck(1));
        (await ReadAsync(client)).Topic.ShouldEndWith($"/c{MqttLimits.UnacknowledgedCommands}");
    }

    [Fact]
    public async Task what_the_client_cannot_take_stays_and_holds_nothing_up()
    {
        using var client = await LoginAsync(version: 5, properties: [0x27, 0, 0, 1, 0]);
        client.Send(RawClient.Subscribe(1, All, properties: [0]));
        await client.ReadPacketAsync();
        _host.Queue("large", new string('x', 300));
        _host.Queue("small");
        (await ReadAsync(client, isVersion5: true)).Topic.ShouldEndWith("/small");
        await ReportsAre("small sent");
    }

    [Fact]
    public async Task version_5_is_told_the_id_the_time_that_is_left_and_the_subscriptions()
    {
        using var client = await LoginAsync(version: 5);
        client.Send(RawClient.Subscribe(1, All, properties: [2, 0x0B, 7]));
        await client.ReadPacketAsync();
        _host.Queue("a", "{}", SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(60.5));

        var packet = await client.ReadPacketAsync();
        var at = 2 + 2 + "devices/pump-1/commands/a".Length + 2;
        var properties = packet.AsSpan(at + 1, packet[at]);
        var text = Encoding.UTF8.GetString(properties);
        text.ShouldContain("command_id\0\u0001a");
        properties.IndexOf<byte>([0x0B, 7]).ShouldBeGreaterThanOrEqualTo(0);
        var expiry = properties.IndexOf<byte>([0x02, 0, 0, 0]);
        ((int)properties[expiry + 4]).ShouldBeInRange(55, 60);
    }

    [Fact]
    public async Task a_store_that_is_away_is_asked_and_told_again()
    {
        using var client = await SubscribedAsync();
        _host.Commands.FailNext();
        _host.Queue("a");
        (await ReadAsync(client)).Id.ShouldBe(1);
        await ReportsAre("a sent");
        _host.Commands.FailNext();
        client.Send(RawClient.PubAck(1));
        await ReportsAre("a sent", "a acknowledged");
    }

    [Fact]
    public async Task an_acknowledgement_before_the_connection_breaks_counts()
    {
        using (var client = await SubscribedAsync())
        {
            for (var i = 1; i <= 20; i++) _host.Queue($"c{i}");
            for (var i = 1; i <= 20; i++) await ReadAsync(client);
            await Eventually.IsTrue(() => _host.Commands.Reports.Count is 20);
            _host.Commands.Hold();
            for (ushort i = 1; i <= 20; i++) client.Send(RawClient.PubAck(i));
        }

        await Should.ThrowAsync<TimeoutException>(() => Eventually.IsTrue(() => _host.Log.Closed.Count is 1, 1));
        _host.Commands.LetGo();
        await Eventually.IsTrue(() => _host.Log.Closed.Count is 1);
        _host.Commands.Reports.Count(report => report.IsAcknowledged).ShouldBe(20, "all is reported before the device may come back");
    }

    [Fact]
    public async Task an_acknowledgement_of_nothing_is_passed_over()
    {
        using var client = await SubscribedAsync();
        client.Send(RawClient.PubAck(9));
        _host.Queue("a");
        (await ReadAsync(client)).Id.ShouldBe(1);
    }

    private sealed record Sent(string Topic, int QoS, bool IsDuplicate, int Id, string Payload);

    private static async Task<Sent> ReadAsync(RawClient client, bool isVersion5 = false)
    {
        var packet = await client.ReadPacketAsync();
        (packet[0] >> 4).ShouldBe(3, Convert.ToHexString(packet));
        var body = packet.AsMemory(packet[1] < 128 ? 2 : 3);
        var length = BinaryPrimitives.ReadUInt16BigEndian(body.Span);
        var qos = (packet[0] >> 1) & 3;
        var rest = body[(2 + length)..];
        var id = qos > 0 ? BinaryPrimitives.ReadUInt16BigEndian(rest.Span) : 0;
        if (qos > 0) rest = rest[2..];
        if (isVersion5) rest = rest[(1 + rest.Span[0])..];
        return new(Encoding.UTF8.GetString(body.Span.Slice(2, length)), qos, (packet[0] & 8) > 0, id, Encoding.UTF8.GetString(rest.Span));
    }

    private Task<RawClient> LoginAsync(byte flags = 0xC2, byte version = 4, byte[]? properties = null) =>
        RawClient.LoginAsync(
            _host.Settings.Port, RawClient.Connect("pump-1", "acme.pump-1", "secret", version, flags: flags, properties: properties));

    private async Task<RawClient> SubscribedAsync(string filter = All, byte qos = 1, byte flags = 0xC2)
    {
        var client = await LoginAsync(flags);
        client.Send(RawClient.Subscribe(1, filter, qos));
        (await client.ReadPacketAsync()).ShouldBe([0x90, 3, 0, 1, qos]);
        return client;
    }

    private async Task ReportsAre(params string[] expected)
    {
        await Eventually.IsTrue(() => _host.Commands.Reports.Count >= expected.Length);
        _host.Commands.Reports.Select(report => report switch
        {
            { IsAcknowledged: true } => $"{report.CommandId} acknowledged",
            { QoS: 0 } => $"{report.CommandId} sent once",
            _ => $"{report.CommandId} sent",
        }).ShouldBe(expected);
    }
}

using System.Diagnostics;
using IotPlatform.Commands;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Commands;

public sealed class delivering_a_command(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task a_device_that_was_away_gets_its_commands_in_order_and_acknowledges_them()
    {
        var device = await Customer.RegisterAsync();
        var first = await Customer.QueueAsync("open", "\"payload\":{ \"by\": 0.50 }");
        var second = await Customer.QueueAsync("close");

        using var listener = await CommandListener.SubscribeAsync(device, Platform.MqttPort);
        (await listener.ReadAsync()).ShouldBe(("open", "{ \"by\": 0.50 }", (ushort)1, false));
        (await listener.ReadAsync()).ShouldBe(("close", "", (ushort)2, false));
        var sent = await Customer.CommandIsAsync(second.Id, "sent");
        (sent["attempts"].GetInt32(), sent.Member("sent_at")).ShouldBe((1, sent.Member("updated_at")));

        listener.Acknowledge(1);
        var delivered = await Customer.CommandIsAsync(first.Id, "delivered");
        delivered.Member("delivered_at").ShouldBe(delivered.Member("updated_at"));
        (await Customer.Api.GetAsync("devices/pump-1/commands?status=sent")).Items("commands").Single().GetProperty("id").GetString()
            .ShouldBe(second.Id);
    }

    [Fact]
    public async Task a_connected_device_gets_a_command_at_once()
    {
        var device = await Customer.RegisterAsync();
        using var listener = await CommandListener.SubscribeAsync(device, Platform.MqttPort);
        var sent = await Customer.QueueAsync();
        var (name, _, id, _) = await listener.ReadAsync();
        name.ShouldBe("reboot");
        listener.Acknowledge(id);
        await Customer.CommandIsAsync(sent.Id, "delivered");
        (await listener.IsQuietAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task what_was_not_acknowledged_goes_again_as_a_duplicate_where_the_session_was_kept()
    {
        var device = await Customer.RegisterAsync();
        var sent = await Customer.QueueAsync();
        using (var listener = await CommandListener.SubscribeAsync(device, Platform.MqttPort, flags: 0xC0))
        {
            (await listener.ReadAsync()).IsDuplicate.ShouldBeFalse();
            await Customer.CommandIsAsync(sent.Id, "sent");
        }

        using var again = await CommandListener.ConnectAsync(device, Platform.MqttPort, flags: 0xC0);
        (await again.ReadAsync()).ShouldBe(("reboot", "", (ushort)1, true));
        again.Acknowledge(1);
        (await Customer.CommandIsAsync(sent.Id, "delivered"))["attempts"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task at_qos_0_sent_is_the_last_that_is_said_and_it_does_not_come_again()
    {
        var device = await Customer.RegisterAsync();
        var sent = await Customer.QueueAsync();
        using (var listener = await CommandListener.SubscribeAsync(device, Platform.MqttPort, qos: 0))
        {
            (await listener.ReadAsync()).Name.ShouldBe("reboot");
            await Customer.CommandIsAsync(sent.Id, "sent");
        }

        using var again = await CommandListener.SubscribeAsync(device, Platform.MqttPort);
        (await again.IsQuietAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task a_foreign_client_gets_them_too()
    {
        var device = await Customer.RegisterAsync();
        var waiting = await Customer.QueueAsync("open", "\"payload\":[1,2]");
        using var process = Process.Start(new ProcessStartInfo(
            "mosquitto_sub",
            [
                "-h", "127.0.0.1", "-p", $"{Platform.MqttPort}", "-V", "mqttv5", "-i", device.Id, "-u", device.Username, "-P", device.Password, "-q", "2",
                "-t", $"devices/{device.Id}/commands/#", "-C", "2", "-W", "30", "-F", "%q %t %P %p",
            ])
        { RedirectStandardOutput = true })!;
        (await process.StandardOutput.ReadLineAsync()).ShouldBe($"1 devices/pump-1/commands/open command_id:{waiting.Id} [1,2]");
        var live = await Customer.QueueAsync("close");
        (await process.StandardOutput.ReadLineAsync()).ShouldBe($"1 devices/pump-1/commands/close command_id:{live.Id} ");
        await process.WaitForExitAsync();
        await Customer.CommandIsAsync(waiting.Id, "delivered");
        await Customer.CommandIsAsync(live.Id, "delivered");
    }
}

[Collection(TimelessPlatformTests.Name)]
public sealed class letting_a_command_expire(TimelessPlatform platform)
{
    [Fact]
    public async Task a_command_whose_time_has_ended_is_not_sent_any_more()
    {
        var customer = await platform.NewCustomerAsync();
        var device = await customer.RegisterAsync();
        var brief = await customer.QueueAsync("brief", "\"ttl_seconds\":3600");
        var patient = await customer.QueueAsync("patient", "\"ttl_seconds\":7200");
        platform.Pass(Duration.FromSeconds(3601));

        using var listener = await CommandListener.SubscribeAsync(device, platform.MqttPort);
        (await listener.ReadAsync()).Name.ShouldBe("patient");
        var expired = await customer.CommandIsAsync(brief.Id, "expired");
        expired.Member("expired_at").ShouldBe(expired.Member("updated_at"));
        expired["attempts"].GetInt32().ShouldBe(0);
        await customer.CommandIsAsync(patient.Id, "sent");
    }

    [Fact]
    public async Task of_an_acknowledgement_and_a_deadline_that_race_just_one_is_true()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync();
        var journal = platform.Get<CommandJournal>();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++) ids.Add((await customer.QueueAsync("a", "\"ttl_seconds\":3600")).Id);
        var end = SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(2);

        await Task.WhenAll(ids.SelectMany(id => new[] { CommandStep.Delivered, CommandStep.Expired }
            .Select(step => Task.Run(() => journal.WriteAsync(customer.Id, [new(id, step, end)], default)))));

        await using var session = platform.Get<IDocumentStore>().QuerySession(customer.Id);
        foreach (var id in ids) (await session.Events.FetchStreamAsync(id)).Count.ShouldBe(2, "queued, and one end");
    }

    [Fact]
    public async Task an_acknowledgement_after_the_end_changes_nothing()
    {
        var customer = await platform.NewCustomerAsync();
        var device = await customer.RegisterAsync();
        var late = await customer.QueueAsync("late", "\"ttl_seconds\":3600");
        using var listener = await CommandListener.SubscribeAsync(device, platform.MqttPort);
        var (_, _, id, _) = await listener.ReadAsync();
        platform.Pass(Duration.FromSeconds(3601));
        await customer.CommandIsAsync(late.Id, "expired");

        listener.Acknowledge(id);
        var next = await customer.QueueAsync("next");
        listener.Acknowledge((await listener.ReadAsync()).PacketId);
        await customer.CommandIsAsync(next.Id, "delivered");
        (await customer.Api.GetAsync($"devices/pump-1/commands/{late.Id}")).Member("status").ShouldBe("expired");
    }
}

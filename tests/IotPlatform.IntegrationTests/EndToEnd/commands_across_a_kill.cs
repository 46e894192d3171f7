using IotPlatform.IntegrationTests.Commands;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

public sealed class commands_across_a_kill : IDisposable
{
    private readonly string _data = TestFolder.NewPath();

    public void Dispose() => TestFolder.Remove(_data);

    [Fact]
    public async Task open_commands_go_out_and_deadlines_stand_after_the_platform_was_killed()
    {
        TestDevice device;
        string delivered, sent, queued, brief;
        await using (var first = await PlatformProcess.StartAsync(_data))
        {
            var registered = (await first.Api.PostAsync("devices", """{"device_id":"pump-1","name":"x"}""")).Is(201);
            device = new("pump-1", registered.Member("mqtt_username")!, registered.Member("mqtt_password")!);
            using var listener = await CommandListener.SubscribeAsync(device, first.MqttPort, flags: 0xC0);
            delivered = await QueueAsync(first, "a");
            listener.Acknowledge((await listener.ReadAsync()).PacketId);
            await IsAsync(first, delivered, "delivered");
            sent = await QueueAsync(first, "b");
            await listener.ReadAsync();
            await IsAsync(first, sent, "sent");
            listener.Dispose();
            queued = await QueueAsync(first, "c");
            brief = await QueueAsync(first, "d", ttl: 2);
            await first.KillAsync();
        }

        await using var second = await PlatformProcess.StartAsync(_data);
        await IsAsync(second, brief, "expired");
        using var again = await CommandListener.SubscribeAsync(device, second.MqttPort);
        (await again.ReadAsync()).ShouldBe(("b", "", (ushort)1, false));
        (await again.ReadAsync()).ShouldBe(("c", "", (ushort)2, false));
        again.Acknowledge(1);
        again.Acknowledge(2);
        await IsAsync(second, sent, "delivered");
        await IsAsync(second, queued, "delivered");
        (await again.IsQuietAsync()).ShouldBeTrue();
        await second.TerminateAsync();
    }

    private static async Task<string> QueueAsync(PlatformProcess platform, string name, int ttl = 600) =>
        (await platform.Api.PostAsync("devices/pump-1/commands", $$"""{"name":"{{name}}","ttl_seconds":{{ttl}}}""")).Is(201).Id;

    private static Task IsAsync(PlatformProcess platform, string id, string status) => Poll.UntilAsync(
        async () => (await platform.Api.GetAsync($"devices/pump-1/commands/{id}")).Is(200).Member("status") == status, $"the command is {status}");
}

using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Shouldly;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// A device that has many publishes on their way at once, as a gateway does. Message <c>n</c> carries its number and a time of its own,
/// so sending it again must do no harm. It remembers which were acknowledged.
/// </summary>
internal sealed class PipeliningDevice(TestDevice device)
{
    private const int InFlight = 20;
    private const int Burst = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private readonly long _start = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds();
    private readonly ConcurrentDictionary<int, bool> _acknowledged = [];
    private int _sent;

    public string Id => device.Id;

    public IEnumerable<int> Acknowledged => _acknowledged.Keys;

    public int AcknowledgedCount => _acknowledged.Count;

    /// <summary>The number of the last message that was sent, acknowledged or not.</summary>
    public int Sent => _sent;

    /// <summary>
    /// Publishes new messages until it is cancelled, and then waits for their acknowledgements; or until the connection breaks.
    /// </summary>
    public async Task PublishAsync(int port, CancellationToken stop)
    {
        using var client = await ConnectAsync(port);
        using var pace = new PeriodicTimer(Pace);
        using var room = new SemaphoreSlim(InFlight);
        var onTheirWay = new List<Task>();
        while (!stop.IsCancellationRequested && client.IsConnected)
        {
            for (var i = 0; i < Burst && client.IsConnected; i++)
            {
                await room.WaitAsync(CancellationToken.None);
                onTheirWay.Add(PublishAsync(client, ++_sent, room));
            }
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
        await Task.WhenAll(onTheirWay);
    }

    /// <summary>Sends again what was never acknowledged, and some of what was, as after a lost acknowledgement.</summary>
    public async Task RepeatAsync(int port)
    {
        using var client = await ConnectAsync(port);
        using var room = new SemaphoreSlim(InFlight);
        var lastAcknowledged = Acknowledged.Order().TakeLast(InFlight);
        var again = Enumerable.Range(1, _sent).Except(Acknowledged).Concat(lastAcknowledged).ToList();
        await Task.WhenAll(again.Select(async n =>
        {
            await room.WaitAsync();
            await PublishAsync(client, n, room);
        }));
        Enumerable.Range(1, _sent).Except(Acknowledged).ShouldBeEmpty("all are acknowledged in the end");
    }

    private async Task PublishAsync(IMqttClient client, int n, SemaphoreSlim room)
    {
        try
        {
            var json = $$$"""{"ts":{{{_start + n}}},"values":{"n":{{{n}}}}}""";
            var answer = await client.PublishStringAsync($"devices/{device.Id}/telemetry", json, MqttQualityOfServiceLevel.AtLeastOnce);
            if (answer.IsSuccess) _acknowledged[n] = true;
        }
        catch (Exception lost) when (lost is MqttCommunicationException or MqttClientDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection broke before the acknowledgement.
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<IMqttClient> ConnectAsync(int port)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(device.Id)
            .WithCredentials(device.Username, device.Password).WithTimeout(TimeSpan.FromSeconds(60)).Build();
        (await client.ConnectAsync(options)).ResultCode.ShouldBe(MqttClientConnectResultCode.Success);
        return client;
    }
}

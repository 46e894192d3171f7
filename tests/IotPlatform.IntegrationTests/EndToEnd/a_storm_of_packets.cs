using System.Diagnostics;
using System.Net;
using MQTTnet;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace IotPlatform.IntegrationTests.EndToEnd;

[Collection(FreshPlatformTests.Name)]
public sealed class a_storm_of_packets(FreshPlatform platform, ITestOutputHelper output)
{
    private const int Packets = 100_000;
    private const int Madmen = 6;
    private const int Seed = 20_261_122;
    private const int MostMegabytes = 300;

    [Fact]
    public async Task a_hundred_thousand_malformed_packets_disturb_nobody()
    {
        var process = platform.Process;
        var neighbour = await process.RegisterAsync("neighbour");
        var madmen = new List<TestDevice>();
        for (var i = 0; i < Madmen; i++) madmen.Add(await process.RegisterAsync($"mad-{i}"));
        await using var connection = await DeviceConnection.OpenAsync(neighbour, process.MqttPort);
        var storm = new PacketStorm(process.MqttPort, madmen, Seed);
        var (memory, most, longest, acknowledged) = (process.MemoryBytes, 0L, TimeSpan.Zero, 0);

        var blowing = storm.RunAsync(Packets);
        while (!blowing.IsCompleted || acknowledged == 0)
        {
            var watch = Stopwatch.StartNew();
            await connection.MeasureAsync(++acknowledged);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
            most = Math.Max(most, process.MemoryBytes);
        }
        await blowing;
        output.WriteLine($"{storm.Sent} packets on {storm.Connections} connections, {storm.Logins} of them logged in; {acknowledged} acknowledged to the neighbour, " +
            $"{longest.TotalMilliseconds:f0} ms at most; memory {memory >> 20} -> {most >> 20} MiB");

        storm.Sent.ShouldBeGreaterThanOrEqualTo(Packets);
        storm.Logins.ShouldBeGreaterThan(storm.Connections / 2);
        process.IsAlive.ShouldBeTrue(process.Output);
        (await process.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((most - memory) >> 20).ShouldBeLessThan(MostMegabytes);
        connection.IsConnected.ShouldBeTrue();
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        var stored = (await process.Api.GetAsync("devices/neighbour/telemetry?limit=10000&order=desc")).Is(200).Items("data")
            .Select(point => point.GetProperty("value").GetInt32()).ToList();
        stored.ShouldBe(Enumerable.Range(1, acknowledged).Reverse().Take(10_000));
        // So many logins of one address and name have failed that the next ones may have to wait their turn.
        await Poll.UntilAsync(
            async () => await DeviceConnection.LoginAsync(madmen[0], process.MqttPort) is MqttClientConnectResultCode.Success, "it may log in again");
        await using var late = await DeviceConnection.OpenAsync(madmen[0], process.MqttPort);
        await late.MeasureAsync(1);
    }
}

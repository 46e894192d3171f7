using IotPlatform.IntegrationTests.Notifications;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

public sealed class notifications_across_a_kill : IDisposable
{
    private const int Alarms = 1000;
    private readonly string _data = TestFolder.NewPath();

    public void Dispose() => TestFolder.Remove(_data);

    [Fact]
    public async Task of_a_thousand_that_wait_all_arrive_though_the_platform_is_killed_again_and_again()
    {
        await using var sink = await Sink.StartAsync();
        sink.Hang("/hook");
        await using (var first = await StartAsync())
        {
            await RaiseAsync(first, sink.Url("/hook"));
            await Poll.UntilAsync(async () => await CountAsync(first, "status=pending,retrying") == Alarms, "all wait", 120);
            await first.KillAsync();
        }

        sink.Answer("/hook", 200);
        await using (var second = await StartAsync())
        {
            await Poll.UntilAsync(() => Arrived(sink) >= Alarms / 3, "some have arrived", 60);
            await second.KillAsync();
        }
        Arrived(sink).ShouldBeLessThan(Alarms, "or the second kill came too late to be one");

        await using var third = await StartAsync();
        await Poll.UntilAsync(async () => await CountAsync(third, "status=sent") == Alarms, "all are recorded", 120);
        Arrived(sink).ShouldBe(Alarms);
        sink.Receipts.GroupBy(receipt => receipt.Alarm("id"))
            .ShouldAllBe(told => told.Select(receipt => receipt.Id).Distinct().Count() == 1);
        (await CountAsync(third, "")).ShouldBe(Alarms);
        foreach (var receipt in sink.Receipts.DistinctBy(receipt => receipt.Id).Take(50))
            (await third.Api.GetAsync($"alarms/{receipt.Alarm("id")}/timeline")).Each("events", "event_type")
                .ShouldBe(["triggered", "notification_sent"]);
        (await third.TryCommandAsync("audit", "verify")).ExitCode.ShouldBe(0);
    }

    private Task<PlatformProcess> StartAsync() => PlatformProcess.StartAsync(_data, ("Webhooks__AllowPrivateNetworks", "true"));

    private static int Arrived(Sink sink) => sink.Receipts.Select(receipt => receipt.Id).Distinct().Count();

    private static async Task<int> CountAsync(PlatformProcess platform, string query) =>
        (await platform.Api.GetAsync($"notifications/deliveries?page_size=1&{query}")).Is(200).Total;

    private static async Task RaiseAsync(PlatformProcess platform, string url)
    {
        var channel = (await platform.Api.PostAsync(
            "notifications/channels", $$$"""{"name":"Hook","channel_type":"webhook","config":{"url":"{{{url}}}"}}""")).Is(201).Id;
        (await platform.Api.PostAsync("notifications/policies", $$"""{"name":"All","channel_ids":["{{channel}}"]}""")).Is(201);
        (await platform.Api.PostAsync(
            "rules", """{"name":"Too warm","rule_type":"threshold","config":{"field":"temperature","operator":">","value":30}}""")).Is(201);
        await Parallel.ForEachAsync(Enumerable.Range(0, Alarms), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            (await platform.Api.PostAsync("devices", $$"""{"device_id":"d-{{number}}","name":"x"}""")).Is(201);
            (await platform.Api.PostAsync($"devices/d-{number}/telemetry", """{"temperature":31}""")).Is(200);
        });
    }
}

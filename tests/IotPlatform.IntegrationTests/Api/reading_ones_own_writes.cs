using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class reading_ones_own_writes(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Clients = 8;

    // Together 504 writes, each followed by a read of its own.
    private const int Rounds = 63;

    [Fact]
    public async Task what_was_created_is_there_to_get_and_to_list_at_once()
    {
        await AtOnce(Rounds, async (client, round) =>
        {
            var id = $"device-{client}-{round}";
            (await Api.PostAsync("devices", $$"""{"device_id":"{{id}}","name":"x"}""")).Is(201);
            if (round % 2 == 0) (await Api.GetAsync($"devices/{id}")).Is(200);
            else (await Api.GetAsync($"devices?search={id}")).Each("devices", "device_id").ShouldContain(id);
        });
        (await Api.GetAsync("devices")).Total.ShouldBe(Clients * Rounds);
    }

    [Fact]
    public async Task what_was_changed_is_seen_changed_at_once()
    {
        for (var client = 0; client < Clients; client++) await Customer.RegisterAsync($"device-{client}");
        await AtOnce(30, async (client, round) =>
        {
            var changed = (await Api.PatchAsync($"devices/device-{client}", $$"""{"name":"Name {{round}}"}""")).Is(200);
            var seen = (await Api.GetAsync($"devices/device-{client}")).Is(200);
            seen.Member("name").ShouldBe($"Name {round}");
            seen.ETag.ShouldBe(changed.ETag);
            seen.Shows(changed);
        });
    }

    [Fact]
    public async Task what_was_deleted_is_gone_from_get_and_list_at_once() => await AtOnce(15, async (client, round) =>
    {
        var id = (await Api.PostAsync("rules", """{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1}}""")).Is(201).Id;
        (await Api.DeleteAsync($"rules/{id}")).Is(204);
        (await Api.GetAsync($"rules/{id}")).Is(404);
        (await Api.GetAsync("rules?page_size=100")).Each("rules", "id").ShouldNotContain(id);
    });

    private static Task AtOnce(int rounds, Func<int, int, Task> work) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
    {
        for (var round = 0; round < rounds; round++) await work(client, round);
    }));
}

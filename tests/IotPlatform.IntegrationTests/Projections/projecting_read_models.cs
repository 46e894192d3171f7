using IotPlatform.Platform;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

public sealed class projecting_read_models
{
    [Fact]
    public async Task a_document_is_there_to_query_to_fetch_and_to_write_on()
    {
        await using var node = await ReadModelNode.StartAsync(await TestDatabase.CreateAsync());
        await node.BuildAsync("tank-1");
        await node.FillAsync("tank-1", 3);
        (await node.LatestAsync("tank-1"))!.Litres.ShouldBe(3);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(3);
        await node.FillAsync("tank-1", 4);
        (await node.LatestAsync("tank-1"))!.Litres.ShouldBe(7);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(7);
    }

    [Fact]
    public async Task what_is_folded_over_many_streams_is_projected_beside_them()
    {
        await using var node = await ReadModelNode.StartAsync(await TestDatabase.CreateAsync(), Counts);
        foreach (var (tank, site) in new[] { ("a", "north"), ("b", "south"), ("c", "north") }) await node.BuildAsync(tank, site);
        await node.FillAsync("a", 1);
        (await node.AllAsync<TankCount>()).OrderBy(count => count.Id).ShouldBe([new("north", 2), new("south", 1)]);
        (await node.AllAsync<Tank>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task all_of_them_stand_at_the_same_event()
    {
        var database = await TestDatabase.CreateAsync();
        await using var node = await ReadModelNode.StartAsync(database, services => Counts(services.AddResource<Valve>(Valve.List)));
        await node.BuildAsync("tank-1");
        await node.FitAsync("valve-1");
        await node.FitAsync("valve-2");
        (await node.AllAsync<Valve>()).Count.ShouldBe(2);
        var progress = await node.ProgressAsync();
        foreach (var member in new[] { ReadModels.Shard, "Tank:All", "Valve:All", "TankCount:All" }) progress[member].ShouldBe(3, member);
    }

    [Fact]
    public async Task a_transaction_that_is_open_at_the_first_start_is_waited_for()
    {
        Func<Task> commit = null!;
        await using var node = await ReadModelNode.StartAsync(await TestDatabase.CreateAsync(), before: async node =>
        {
            await node.BuildAsync("tank-1");
            commit = await node.BeginBuildingAsync("tank-2");
            await node.BuildAsync("tank-3");
        });
        await Poll.UntilAsync(async () => (await node.ProgressAsync()).GetValueOrDefault(ReadModels.Shard) > 0, "the shard has begun");
        await commit();
        (await node.AllAsync<Tank>()).Select(tank => tank.Id).ShouldBe(["tank-1", "tank-2", "tank-3"], ignoreOrder: true);
    }

    [Fact]
    public async Task documents_are_the_same_after_a_rebuild()
    {
        await using var node = await ReadModelNode.StartAsync(await TestDatabase.CreateAsync(), Counts);
        for (var i = 0; i < 20; i++) await node.BuildAsync($"tank-{i}", $"site-{i % 3}");
        for (var i = 0; i < 20; i++) await node.FillAsync($"tank-{i}", i);
        var before = await DocumentsAsync(node);
        await node.ExecuteAsync("""
            update iot.mt_doc_tank set data = data || '{"litres": 99}';
            update iot.mt_doc_tankcount set data = data || '{"tanks": 99}'
            """);
        await node.RebuildAsync();
        (await DocumentsAsync(node)).ShouldBe(before);
    }

    [Fact]
    public async Task one_that_comes_later_gets_the_documents_of_older_events_and_the_shard_goes_on()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var old = await ReadModelNode.StartAsync(database))
        {
            await old.BuildAsync("tank-1");
            await old.FillAsync("tank-1", 3);
            (await old.AllAsync<Tank>()).Count.ShouldBe(1);
        }
        await using var node = await ReadModelNode.StartAsync(database, services => Counts(services.AddResource<Valve>(Valve.List)));
        (await node.AllAsync<TankCount>()).ShouldBe([new("north", 1)]);
        await node.BuildAsync("tank-2");
        await node.FitAsync("valve-1");
        (await node.AllAsync<Valve>()).Count.ShouldBe(1);
        (await node.AllAsync<TankCount>()).ShouldBe([new("north", 2)]);
        (await node.AllAsync<Tank>()).Sum(tank => tank.Litres).ShouldBe(3);
    }

    [Fact]
    public async Task a_database_whose_read_models_had_a_shard_each_is_taken_over()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var old = await ReadModelNode.StartAsync(database))
        {
            await old.BuildAsync("tank-1");
            (await old.AllAsync<Tank>()).Count.ShouldBe(1);
            await old.StopAsync();
            await old.ExecuteAsync($"delete from iot.mt_event_progression where name = '{ReadModels.Shard}'");
        }
        await using var node = await ReadModelNode.StartAsync(database);
        await node.FillAsync("tank-1", 3);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(3);
    }

    private static void Counts(IServiceCollection services) => services.AddReadModel<TankCount, TankCounts>((_, _) => new TankCounts());

    private static async Task<IReadOnlyList<object>> DocumentsAsync(ReadModelNode node) =>
        [.. (await node.AllAsync<Tank>()).OrderBy(tank => tank.Id), .. (await node.AllAsync<TankCount>()).OrderBy(count => count.Id)];
}

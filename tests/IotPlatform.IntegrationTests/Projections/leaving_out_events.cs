using System.Globalization;
using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.Projections;
using Marten.Services.Json.Transformations.SystemTextJson;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Events that cannot be folded: the fold of a tank throws when less than nothing is filled in.</summary>
public sealed class leaving_out_events
{
    [Fact]
    public async Task one_that_cannot_be_folded_is_left_out_and_all_others_go_on()
    {
        await using var node = await StartAsync(await TestDatabase.CreateAsync());
        await PoisonAsync(node);
        await node.FitAsync("valve-1");
        (await node.AllAsync<Valve>()).ShouldHaveSingleItem();
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(3);
        var letter = (await node.DeadLettersAsync()).ShouldHaveSingleItem();
        (letter.Projection, letter.Event, letter.Kind, letter.Stream).ShouldBe((ReadModels.Name, 3, DeadLetterKind.Unfoldable, "tank-1"));
        letter.Fault.ShouldBe(nameof(InvalidOperationException));
        (await node.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task no_command_decides_on_what_was_left_out()
    {
        await using var node = await StartAsync(await TestDatabase.CreateAsync());
        await PoisonAsync(node);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem();
        await Should.ThrowAsync<Exception>(() => node.FillAsync("tank-1", 1));
        await node.BuildAsync("tank-2");
        await node.FillAsync("tank-2", 1);
        (await node.AllAsync<Tank>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task it_stays_left_out_after_a_restart_and_is_told_of_once()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var first = await StartAsync(database))
        {
            await PoisonAsync(first);
            (await first.AllAsync<Tank>()).ShouldHaveSingleItem();
        }
        await using var node = await StartAsync(database);
        await node.FitAsync("valve-1");
        (await node.AllAsync<Valve>()).ShouldHaveSingleItem();
        (await node.DeadLettersAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_rebuild_tries_it_again_and_names_it_or_goes_on_without_it_if_told_to()
    {
        await using var node = await StartAsync(await TestDatabase.CreateAsync());
        await PoisonAsync(node);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem();
        (await Should.ThrowAsync<FaultyEventException>(() => node.RebuildAsync())).Message
            .ShouldBe("Event 3 (tank_filled, stream tank-1, customer acme) cannot be folded: InvalidOperationException.");
        (await node.DeadLettersAsync()).ShouldHaveSingleItem();

        (await node.RebuildAsync(skipFaulty: true)).LeftOut.ShouldHaveSingleItem().Sequence.ShouldBe(3);
        (await node.DeadLettersAsync()).ShouldHaveSingleItem().Event.ShouldBe(3);
        (await node.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task one_that_is_mended_is_folded_by_a_rebuild_and_a_rollback_leaves_it_out_again()
    {
        await using var node = await StartAsync(await TestDatabase.CreateAsync());
        await PoisonAsync(node);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem();
        await node.ExecuteAsync("""update iot.mt_events set data = '{"id":"tank-1","litres":4}' where seq_id = 3""");

        await node.RebuildAsync();
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(7);
        (await node.DeadLettersAsync()).ShouldBeEmpty();
        await node.FillAsync("tank-1", 1);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(8);

        await node.RollBackAsync();
        (await node.DeadLettersAsync()).ShouldHaveSingleItem().Event.ShouldBe(3);
        await node.RollBackAsync();
        (await node.DeadLettersAsync()).ShouldBeEmpty();
        (await node.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task one_of_an_old_shape_that_an_upcaster_reads_is_not_taken_for_unreadable()
    {
        await using var node = await ReadModelNode.StartAsync(await TestDatabase.CreateAsync(), services => services.ConfigureStores(
            options => options.Events.Upcast<TankFilled>("tank_filled", JsonTransformations.Upcast(stored => Filled(stored.RootElement)))));
        await node.BuildAsync("tank-1");
        await node.FillAsync("tank-1", 3);
        await node.FillAsync("tank-1", 4);
        await node.ExecuteAsync("""update iot.mt_events set data = '{"id":"tank-1","litres":"3 l"}' where seq_id = 2""");
        await node.ExecuteAsync("""update iot.mt_events set data = '{"id":"tank-1","litres":{}}' where seq_id = 3""");
        (await node.UnreadableAsync()).ShouldHaveSingleItem().Sequence.ShouldBe(3);
    }

    private static TankFilled Filled(JsonElement stored) => new(
        stored.GetProperty("id").GetString()!,
        stored.GetProperty("litres") is { ValueKind: JsonValueKind.String } old
            ? int.Parse(old.GetString()!.Split(' ')[0], CultureInfo.InvariantCulture)
            : stored.GetProperty("litres").GetInt32());

    private static Task<ReadModelNode> StartAsync(string database) =>
        ReadModelNode.StartAsync(database, services => services.AddResource<Valve>(Valve.List));

    private static async Task PoisonAsync(ReadModelNode node)
    {
        await node.BuildAsync("tank-1");
        await node.FillAsync("tank-1", 3);
        await node.FillAsync("tank-1", -1);
    }
}

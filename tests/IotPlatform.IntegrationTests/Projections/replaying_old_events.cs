using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.Projections;
using Marten.Services.Json.Transformations.SystemTextJson;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Events that were stored in a shape that is no longer written.</summary>
public sealed class replaying_old_events(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task a_note_that_was_plain_text_is_told_and_folded_as_notes_are_today()
    {
        var customer = await platform.NewCustomerAsync();
        await using var hot = await customer.OverheatAsync();
        (await customer.Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"new"}""")).Is(200);
        await using (var age = platform.Get<NpgsqlDataSource>().CreateCommand(
            "update iot.mt_events set data = jsonb_set(data, '{note}', '\"It is back.\"') where stream_id = $1 and type = 'alarm_acknowledged'"))
        {
            age.Parameters.Add(new() { Value = hot.AlarmId });
            (await age.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        foreach (var selection in platform.Get<Rebuild>().Find(null))
        {
            await platform.Get<Rebuild>().RunAsync(selection, _ => { }, default);
            (await platform.Get<Verification>().RunAsync(selection, _ => { }, default)).Differences.ShouldBeEmpty();
        }
        (await customer.Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200).Text.ShouldContain("It is back.");
        (await customer.Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Is(200).Text.ShouldContain("It is back.");
        (await customer.Api.PostAsync($"alarms/{hot.AlarmId}/resolve", "{}")).Is(200);
    }

    [Fact]
    public async Task an_upcaster_serves_commands_read_models_rebuilds_and_verification()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var old = await ReadModelNode.StartAsync(database))
        {
            await old.BuildAsync("tank-1");
            await old.FillAsync("tank-1", 4);
            (await old.AllAsync<Tank>()).ShouldHaveSingleItem();
            await old.ExecuteAsync("""update iot.mt_events set data = '{"id":"tank-1","decilitres":50}' where seq_id = 2""");
        }
        await using var node = await ReadModelNode.StartAsync(database, services => services.ConfigureStores(
            options => options.Events.Upcast<TankFilled>("tank_filled", JsonTransformations.Upcast(stored => Filled(stored.RootElement)))));
        await node.RebuildAsync();
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(5);
        await node.FillAsync("tank-1", 1);
        (await node.AllAsync<Tank>()).ShouldHaveSingleItem().Litres.ShouldBe(6);
        (await node.LatestAsync("tank-1"))!.Litres.ShouldBe(6);
        (await node.VerifyAsync()).ShouldBeEmpty();
    }

    private static TankFilled Filled(JsonElement stored) => new(
        stored.GetProperty("id").GetString()!,
        stored.TryGetProperty("decilitres", out var old) ? old.GetInt32() / 10 : stored.GetProperty("litres").GetInt32());
}

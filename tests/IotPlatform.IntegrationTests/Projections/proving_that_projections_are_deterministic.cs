using IotPlatform.Platform;
using IotPlatform.Projections;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>All projections, over a store that clients have filled at random, and at the same time.</summary>
public sealed class proving_that_projections_are_deterministic(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const int Customers = 3, ClientsOfEach = 3, Commands = 300, MostRounds = 10;

    // What only operators, devices that are connected, receivers that answer or much time bring about.
    private static readonly string[] Elsewhere =
    [
        "alarm_notification_failed", "alarm_notification_sent", "api_key_revoked", "api_key_rotated", "command_cancelled", "command_delivered",
        "command_expired", "command_sent", "customer_plan_changed", "customer_resumed", "customer_suspended", "rule_cleared", "rule_fired",
    ];

    [Fact]
    public async Task each_document_is_what_its_events_say_after_a_random_run_of_the_whole_api()
    {
        var seed = Random.Shared.Next();
        var clients = new List<RandomCommands>();
        for (var number = 0; number < Customers; number++)
        {
            var customer = await platform.NewCustomerAsync();
            for (var client = 0; client < ClientsOfEach; client++) clients.Add(new(customer, seed + (number * 100) + client));
        }
        // Of what few commands bring about chance may leave something out.
        for (var round = 0; round == 0 || (round < MostRounds && (await MissingAsync()).Except(Elsewhere).Any()); round++)
            await Task.WhenAll(clients.Select(client => client.RunAsync(Commands)));

        foreach (var selection in platform.Get<Rebuild>().Find(null))
        {
            var report = await platform.Get<Verification>().RunAsync(selection, _ => { }, default);
            report.Differences.ShouldBeEmpty($"{report.Name}, seed {seed}");
            foreach (var table in selection.Tables)
                (await CountAsync($"select count(*) from iot.{table}")).ShouldBeGreaterThan(0, $"the proof is of nothing: {table}, seed {seed}");
        }
        (await MissingAsync()).ShouldBeSubsetOf(Elsewhere, $"the proof lacks events, seed {seed}");
    }

    private async Task<IReadOnlyList<string>> MissingAsync()
    {
        var known = platform.Get<Marten.IDocumentStore>().Options.Events.AllKnownEventTypes()
            .Where(type => type.EventType.IsAssignableTo(typeof(IFact))).Select(type => type.EventTypeName);
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand("select distinct type from iot.mt_events");
        await using var rows = await command.ExecuteReaderAsync();
        HashSet<string> seen = [];
        while (await rows.ReadAsync()) seen.Add(rows.GetString(0));
        return [.. known.Where(name => !seen.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

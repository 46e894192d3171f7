using IotPlatform.Audit;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Audit;

/// <summary>On a store of its own, which it may spoil.</summary>
public sealed class sealing_a_whole_store(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task everything_that_the_platform_writes_is_linked_and_sealed()
    {
        await Chronicle.MakeAsync(await platform.NewCustomerAsync(), devices: 5);
        await platform.Get<Sealer>().SealAsync(default);
        var report = await platform.Get<AuditVerifier>().VerifyAsync(new(null, null), new Dictionary<long, Hash>(), default);
        report.Findings.Where(finding => finding.Stream != "slow").ShouldBeEmpty();
        report.Latest.Select(seal => seal.Customer).ShouldContain("_platform");
        report.Unsealed.ShouldBe(0);
    }

    // Seen red: without waiting for those who might still fill a lower place.
    [Fact]
    public async Task a_seal_waits_for_an_event_that_has_its_place_and_is_not_committed()
    {
        var customer = await platform.NewCustomerAsync();
        var database = platform.Get<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        await using var slow = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand(
            "insert into iot.event_link select nextval('iot.mt_events_sequence'), $1, 'slow', 1, sha256(''), sha256('')", connection);
        take.Parameters.Add(new NpgsqlParameter { Value = customer.Id });
        await take.ExecuteNonQueryAsync();
        await customer.RegisterAsync();

        var sealing = platform.Get<Sealer>().SealAsync(default);
        await Poll.UntilAsync(
            async () => sealing.IsCompleted || await IsAskingAsync(database), "it asks whether the other transaction has ended");
        await slow.CommitAsync();

        (await sealing).Single(seal => seal.Customer == customer.Id).Events.ShouldBe(2);
    }

    // Beside the open transaction: within one PostgreSQL shows for good what others did at the first look.
    private static async Task<bool> IsAskingAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            select exists (select from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and query like 'select pg_snapshot_xmin(%')
            """);
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}

using IotPlatform.Cli;
using IotPlatform.Platform;
using IotPlatform.Projections;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Documents that are folded anew while the platform runs, on a platform that no other test writes to.</summary>
public sealed class rebuilding_read_models(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private Rebuild Rebuild => platform.Get<Rebuild>();

    [Fact]
    public async Task under_a_load_of_writes_and_reads_no_answer_is_wrong()
    {
        var load = new RebuildLoad(await platform.NewCustomerAsync());
        await load.DuringAsync(async () =>
        {
            for (var turn = 0; turn < 3; turn++)
                foreach (var selection in Rebuild.Find(null)) (await RunAsync(selection)).Mark.ShouldBeGreaterThan(0);
            (await Rebuild.RollBackAsync(ReadModels.Name, default)).ShouldNotBeNull();
            (await Rebuild.RollBackAsync(Selection.Inline, default)).ShouldNotBeNull();
        });
        load.Answers.ShouldBeGreaterThan(50);
        await EverythingIsProvedAsync();
    }

    [Fact]
    public async Task what_was_damaged_is_found_and_made_right()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1", """ "tags":["a"] """);
        (await customer.Api.GetAsync("devices/pump-1")).Is(200);
        await ExecuteAsync($"update iot.mt_doc_device set data = jsonb_set(data, '{{name}}', '\"Wrong\"') where tenant_id = '{customer.Id}'");

        var report = await VerifyAsync("Device");
        report.Differing.ShouldBe(1);
        var found = report.Differences.ShouldHaveSingleItem();
        (found.Document, found.Customer, found.Id).ShouldBe(("Device", customer.Id, "pump-1"));
        found.Members.ShouldBe([new("$.name", "\"Wrong\"", "\"Device pump-1\"")]);

        await RunAsync(Rebuild.Find("device").Single());
        (await customer.Api.GetAsync("devices/pump-1")).Is(200).Member("name").ShouldBe("Device pump-1");
        (await VerifyAsync("Device")).Differing.ShouldBe(0);
    }

    [Fact]
    public async Task what_a_rebuild_has_replaced_comes_back_with_all_that_has_happened_since()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        (await customer.Api.GetAsync("devices/pump-1")).Is(200);
        await ExecuteAsync($"update iot.mt_doc_device set data = jsonb_set(data, '{{name}}', '\"Mark\"') where tenant_id = '{customer.Id}'");
        await RunAsync(Rebuild.Find(ReadModels.Name).Single());
        await customer.RegisterAsync("pump-2");

        (await Rebuild.RollBackAsync(ReadModels.Name, default)).ShouldNotBeNull();
        (await customer.Api.GetAsync("devices/pump-1")).Is(200).Member("name").ShouldBe("Mark");
        (await customer.Api.GetAsync("devices/pump-2")).Is(200);
        (await customer.Api.GetAsync("devices")).Total.ShouldBe(2);
        await customer.RegisterAsync("pump-3");

        (await Rebuild.RollBackAsync(ReadModels.Name, default)).ShouldNotBeNull();
        (await customer.Api.GetAsync("devices/pump-1")).Is(200).Member("name").ShouldBe("Device pump-1");
        (await customer.Api.GetAsync("devices/pump-3")).Is(200);
        await EverythingIsProvedAsync();
    }

    [Fact]
    public async Task an_event_that_cannot_be_read_fails_it_and_nothing_is_changed()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        (await customer.Api.GetAsync("devices/pump-1")).Is(200);
        await ExecuteAsync($$"""update iot.mt_events set data = '{"device_id":7}' where tenant_id = '{{customer.Id}}'""");
        try
        {
            var fault = await Should.ThrowAsync<FaultyEventException>(() => RunAsync(Rebuild.Find("Device").Single()));
            fault.Message.ShouldContain("(device_registered, stream pump-1, customer ");
            (await customer.Api.GetAsync("devices/pump-1")).Is(200).Member("name").ShouldBe("Device pump-1");
            (await SchemasAsync()).ShouldNotContain("iot_shadow_readmodels");
        }
        finally
        {
            await ExecuteAsync($"delete from iot.mt_events where tenant_id = '{customer.Id}' and stream_id = 'pump-1'");
            await ExecuteAsync($"delete from iot.mt_doc_device where tenant_id = '{customer.Id}'");
            await ExecuteAsync($"delete from iot.mt_doc_listsize where tenant_id = '{customer.Id}'");
        }
    }

    [Fact]
    public async Task somebody_elses_long_transaction_is_waited_for_without_a_queue_behind_it()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        await using var connection = new NpgsqlConnection(platform.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from iot.mt_doc_device", connection)) await read.ExecuteScalarAsync();

        var rebuild = RunAsync(Rebuild.Find("Device").Single());
        for (var reads = 0; reads < 20; reads++) (await customer.Api.GetAsync("devices/pump-1")).Is(200);
        rebuild.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();
        (await rebuild).Documents.ShouldBe(["Device"]);
    }

    [Fact]
    public async Task one_at_a_time_may_rebuild()
    {
        var alone = platform.Get<RebuildLock>();
        await using (await alone.TakeAsync(default))
            (await Should.ThrowAsync<RefusedException>(() => alone.TakeAsync(default))).Message.ShouldContain("somebody else");
        await (await alone.TakeAsync(default)).DisposeAsync();
    }

    [Fact]
    public async Task events_are_not_left_out_of_one_kind_of_document_alone() =>
        (await Should.ThrowAsync<RefusedException>(() => Rebuild.RunAsync(Rebuild.Find("Device").Single(), _ => { }, default, skipFaulty: true)))
            .Message.ShouldContain(ReadModels.Name);

    [Fact]
    public async Task an_interrupted_one_leaves_what_is_shown_and_is_begun_again()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        using var interruption = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Rebuild.RunAsync(
            Rebuild.Find(ReadModels.Name).Single(), progress =>
            {
                if (progress.Phase is RebuildPhase.Indexing) interruption.Cancel();
            }, interruption.Token));
        (await customer.Api.GetAsync("devices/pump-1")).Is(200);
        await RunAsync(Rebuild.Find(ReadModels.Name).Single());
        (await customer.Api.GetAsync("devices/pump-1")).Is(200);
    }

    private Task<RebuildReport> RunAsync(Selection selection) => Rebuild.RunAsync(selection, _ => { }, default);

    private Task<VerificationReport> VerifyAsync(string name) =>
        platform.Get<Verification>().RunAsync(Rebuild.Find(name).Single(), _ => { }, default);

    private async Task EverythingIsProvedAsync()
    {
        foreach (var selection in Rebuild.Find(null))
            (await platform.Get<Verification>().RunAsync(selection, _ => { }, default)).Differences.ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string>> SchemasAsync()
    {
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand("select nspname::text from pg_namespace");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        return names;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

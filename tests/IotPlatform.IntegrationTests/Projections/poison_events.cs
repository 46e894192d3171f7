using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.Projections;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Events that no command has written, in the store of a whole platform that no other test writes to.</summary>
public sealed class poison_events(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task one_that_cannot_be_read_is_left_out_told_of_and_folded_when_it_is_mended()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        (await customer.Api.PatchAsync("devices/pump-1", """{"name":"Second"}""")).Is(200);
        var poison = await AppendAsync(customer, """{"name":7}""", null);
        await customer.RegisterAsync("pump-2");

        (await customer.Api.GetAsync("devices/pump-2")).Is(200);
        (await customer.Api.GetAsync("devices/pump-1")).Is(200).Member("name").ShouldBe("Second");
        var letter = (await LettersAsync(customer)).ShouldHaveSingleItem();
        (letter.Event, letter.Kind, letter.Stream).ShouldBe((poison, DeadLetterKind.Unreadable, "pump-1"));
        (await ReadyAsync()).ShouldContain("has left out");
        var again = await AppendAsync(customer, """{"name":8}""", null);
        await customer.RegisterAsync("pump-3");
        (await customer.Api.GetAsync("devices/pump-3")).Is(200);
        await Poll.UntilAsync(async () => (await LettersAsync(customer)).Count == 2, "the second one is found");

        var selection = platform.Get<Rebuild>().Find(ReadModels.Name).Single();
        (await Should.ThrowAsync<FaultyEventException>(() => platform.Get<Rebuild>().RunAsync(selection, _ => { }, default)))
            .Message.ShouldStartWith($"Event {poison} (");
        (await VerifyAsync(selection)).ShouldBeEmpty();
        await ExecuteAsync($"update iot.mt_events set data = (select data from iot.mt_events where tenant_id = '{customer.Id}' and stream_id = 'pump-1' and version = 2) where seq_id in ({poison}, {again})");
        await platform.Get<Rebuild>().RunAsync(selection, _ => { }, default);
        (await LettersAsync(customer)).ShouldBeEmpty();
        (await VerifyAsync(selection)).ShouldBeEmpty();
    }

    [Fact]
    public async Task one_of_an_unknown_type_is_told_of()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        var unknown = await AppendAsync(customer, "{}", "device_teleported");
        await customer.RegisterAsync("pump-2");
        (await customer.Api.GetAsync("devices/pump-2")).Is(200);
        await Poll.UntilAsync(async () => (await LettersAsync(customer)).Count > 0, "it is found");
        var letter = (await LettersAsync(customer)).ShouldHaveSingleItem();
        (letter.Event, letter.Kind, letter.Type).ShouldBe((unknown, DeadLetterKind.UnknownType, "device_teleported"));
        await ExecuteAsync($"delete from iot.mt_events where seq_id = {unknown}; delete from iot.dead_letter where event = {unknown}");
    }

    [Fact]
    public async Task one_that_nobody_can_be_notified_of_keeps_no_others_and_is_tried_again()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync("pump-1");
        var poison = await AppendAsync(customer, "{}", "rule_fired", typeof(RuleFired));
        await Poll.UntilAsync(async () => (await LettersAsync(customer)).Count > 0, "it is left out");
        var letter = (await LettersAsync(customer)).ShouldHaveSingleItem();
        (letter.Projection, letter.Event, letter.Kind).ShouldBe((NotifyOnAlarms.ProgressName, poison, DeadLetterKind.Unplannable));

        var retry = platform.Get<IDeadLetterRetry>();
        (await retry.RetryAsync(letter, default)).ShouldBeFalse();
        await ExecuteAsync($"update iot.mt_events set data = '{{\"actions\":[]}}' where seq_id = {poison}");
        (await retry.RetryAsync(letter, default)).ShouldBeTrue();
        (await LettersAsync(customer)).ShouldBeEmpty();
        await ExecuteAsync($"delete from iot.mt_events where seq_id = {poison}");
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync(TestCustomer customer) =>
        [.. (await platform.Get<DeadLetters>().ListAsync(null, default)).Where(letter => letter.Customer == customer.Id)];

    private async Task<string> ReadyAsync()
    {
        using var answer = await platform.Http.GetAsync("/health/ready");
        ((int)answer.StatusCode).ShouldBe(200);
        var health = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        health.GetProperty("status").GetString().ShouldBe("degraded");
        return health.GetProperty("parts").GetProperty("projections").GetString()!;
    }

    private async Task<IReadOnlyList<DocumentDifference>> VerifyAsync(Selection selection) =>
        (await platform.Get<Verification>().RunAsync(selection, _ => { }, default)).Differences;

    // The next event of pump-1, like its last one but for data and type.
    private async Task<long> AppendAsync(TestCustomer customer, string data, string? type, Type? dotnet = null)
    {
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand($$"""
            insert into iot.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived)
            select nextval('iot.mt_events_sequence'), gen_random_uuid(), stream_id, version + 1, '{{data}}', coalesce($2, type), tenant_id, now(),
              coalesce($3, mt_dotnet_type), false
            from iot.mt_events where tenant_id = $1 and stream_id = 'pump-1' order by version desc limit 1
            returning seq_id
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = customer.Id });
        foreach (var text in new[] { type, dotnet is null ? null : $"{dotnet.FullName}, {dotnet.Assembly.GetName().Name}" })
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

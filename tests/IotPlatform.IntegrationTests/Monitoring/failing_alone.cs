using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Monitoring;

public sealed class failing_alone(ClockedPlatform platform) : ClockedTest(platform)
{
    [Fact]
    public async Task a_verdict_that_the_database_refuses_holds_up_no_other()
    {
        await Customer.RegisterAsync();
        var refused = await Customer.CreateRuleAsync();
        var witness = await Customer.CreateRuleAsync();
        var next = await Customer.CreateRuleAsync(config: """{"field":"humidity","operator":">","value":30}""");
        await ExecuteAsync($"""
            create function iot.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
            create trigger refuse before insert on iot.firing for each row when (new.rule_id = '{refused}') execute function iot.refuse();
            """);
        await ReportAsync("pump-1", """{"temperature":31}""");
        await Customer.AlarmAsync($"rule_id={witness}");
        await ReportAsync("pump-1", """{"humidity":31}""");
        await Customer.AlarmAsync($"rule_id={next}");
        (await Customer.AlarmsAsync($"rule_id={refused}")).ShouldBeEmpty("it was skipped before the next one had its turn");

        await ExecuteAsync("drop function iot.refuse cascade");
        await ReportAsync("pump-1", """{"temperature":20}""");
        await ReportAsync("pump-1", """{"temperature":32}""");
        var late = await Api.GetAsync($"alarms/{await Customer.AlarmAsync($"rule_id={refused}")}");
        late["occurrence_count"].GetInt32().ShouldBe(1);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Platform.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class recording_a_firing(PlatformFixture platform) : PlatformTest(platform)
{
    private const RuleActions All = RuleActions.CreateAlarm | RuleActions.SendWebhook | RuleActions.MarkUnhealthy;
    private const RuleActions Silent = RuleActions.SendWebhook | RuleActions.MarkUnhealthy;
    private const string Key = "rule-1@pump-1";

    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly JsonElement Details = JsonElement.Parse("""{"evidence":{}}""");

    private RecordFiring Firings => Platform.Get<RecordFiring>();

    [Fact]
    public async Task of_many_who_evaluate_the_same_firing_one_opens_the_alarm_and_runs_the_actions()
    {
        await AtOnceAsync(FiringStep.Trigger, At(1, All));

        (await Customer.AlarmsAsync()).Single().GetProperty("occurrence_count").GetInt32().ShouldBe(1);
        (await ActionsAsync()).ShouldBe(["send_webhook,mark_unhealthy"]);
        (await MarksAsync()).Single().ShouldBe(new UnhealthyMark(Key, "rule-1", "Too warm", "pump-1", Noon + Duration.FromSeconds(1)));
    }

    [Fact]
    public async Task of_many_who_evaluate_the_same_retrigger_one_counts_up()
    {
        await Firings.TriggerAsync(At(1, All), default);
        await AtOnceAsync(FiringStep.Trigger, At(2, All));
        (await Customer.AlarmsAsync()).Single().GetProperty("occurrence_count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task of_many_who_evaluate_the_same_firing_without_an_alarm_one_runs_the_actions()
    {
        await AtOnceAsync(FiringStep.Trigger, At(1, Silent));
        await AtOnceAsync(FiringStep.Trigger, At(2, Silent));
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        (await ActionsAsync()).ShouldBe(["send_webhook,mark_unhealthy", "send_webhook,mark_unhealthy"]);
    }

    [Fact]
    public async Task of_many_who_evaluate_the_same_clearing_one_resolves_the_alarm_and_ends_the_mark()
    {
        await Firings.TriggerAsync(At(1, All), default);
        await AtOnceAsync(FiringStep.Resolve, At(2, All));
        (await Customer.AlarmsAsync("status=resolved")).Count.ShouldBe(1);
        (await MarksAsync()).ShouldBeEmpty();
        (await FactsAsync()).Select(fact => fact.GetType()).ShouldBe([typeof(RuleFired), typeof(RuleCleared)]);
    }

    [Fact]
    public async Task many_batches_of_the_same_firings_make_each_true_once()
    {
        FiringVerdict[] verdicts =
            [.. Enumerable.Range(1, 20).Select(number => new FiringVerdict(FiringStep.Trigger, At(1, All, $"pump-{number}")))];
        FiringVerdict[] reversed = [.. verdicts.Reverse()];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(turn => Firings.RecordAsync(turn % 2 == 0 ? verdicts : reversed, default)));
        (await Customer.AlarmsAsync("page_size=100")).ShouldAllBe(alarm => alarm.GetProperty("occurrence_count").GetInt32() == 1);
        (await Customer.AlarmsAsync("page_size=100")).Count.ShouldBe(20);
        (await MarksAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task in_one_batch_the_verdicts_on_a_device_keep_their_order()
    {
        await Firings.RecordAsync(
            [
                new(FiringStep.Trigger, At(1, All)), new(FiringStep.Trigger, At(1, All, "pump-2")), new(FiringStep.Resolve, At(2, All)),
                new(FiringStep.Trigger, At(3, All)), new(FiringStep.Trigger, At(4, All)),
            ],
            default);
        (await Customer.AlarmsAsync("device_id=pump-1&sort=created_at")).Select(alarm => alarm.GetProperty("occurrence_count").GetInt32())
            .ShouldBe([1, 2], ignoreOrder: true);
        (await MarksAsync()).Select(mark => mark.DeviceId).ShouldBe(["pump-1", "pump-2"], ignoreOrder: true);
    }

    [Fact]
    public async Task one_that_the_database_cannot_take_spoils_no_other()
    {
        var poison = At(1, All, "pump-2") with { Message = "\0" };
        await Should.ThrowAsync<AggregateException>(() => Firings.RecordAsync(
            [new(FiringStep.Trigger, At(1, All)), new(FiringStep.Trigger, poison), new(FiringStep.Trigger, At(1, All, "pump-3"))], default));
        (await Customer.AlarmsAsync()).Select(alarm => alarm.GetProperty("device_id").GetString())
            .ShouldBe(["pump-1", "pump-3"], ignoreOrder: true);
    }

    [Fact]
    public async Task a_firing_while_the_alarm_is_open_marks_anew_and_sends_no_webhook()
    {
        await Firings.TriggerAsync(At(1, All), default);
        await Firings.ClearAsync(At(2, All), default);
        await Firings.TriggerAsync(At(3, All), default);
        (await ActionsAsync()).ShouldBe(["send_webhook,mark_unhealthy", "mark_unhealthy"]);
        (await MarksAsync()).Single().Since.ShouldBe(Noon + Duration.FromSeconds(3));
    }

    [Fact]
    public async Task a_clearing_that_comes_again_after_the_next_firing_ends_nothing()
    {
        await Firings.TriggerAsync(At(1, Silent), default);
        await Firings.ClearAsync(At(2, Silent), default);
        await Firings.TriggerAsync(At(3, Silent), default);
        await Firings.ClearAsync(At(2, Silent), default);
        (await MarksAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task whoever_is_watched_anew_begins_with_positions_anew()
    {
        await Firings.TriggerAsync(At(9, Silent), default);
        await Firings.TriggerAsync(At(1, Silent) with { Watch = Noon }, default);
        await Firings.TriggerAsync(At(10, Silent), default);
        (await FactsAsync()).Cast<RuleFired>().Select(fired => fired.TriggeredAt - Noon)
            .ShouldBe([Duration.FromSeconds(9), Duration.FromSeconds(1)]);
    }

    [Fact]
    public async Task what_is_to_be_committed_with_it_is_so_just_once()
    {
        var firing = At(1, All) with
        {
            Also = session => session.QueueSqlCommand("insert into iot.telemetry_checkpoints values (?, 1)", $"beside {Customer.Id}"),
        };
        await AtOnceAsync(FiringStep.Trigger, firing);
        await using var command = Platform.Get<Npgsql.NpgsqlDataSource>().CreateCommand(
            "select count(*) from iot.telemetry_checkpoints where name = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = $"beside {Customer.Id}" });
        (await command.ExecuteScalarAsync()).ShouldBe(1L);
    }

    [Fact]
    public async Task the_event_says_where_the_webhook_goes_and_what_alarm_it_is_about()
    {
        await Firings.TriggerAsync(At(1, All) with { WebhookUrl = "https://example.com/hook" }, default);
        var fired = (await FactsAsync()).OfType<RuleFired>().Single();
        var alarm = (await Customer.AlarmsAsync()).Single();
        (fired.WebhookUrl, fired.AlarmId).ShouldBe(("https://example.com/hook", alarm.GetProperty("id").GetString()));
        (await Api.GetAsync($"alarms/{fired.AlarmId}/timeline")).Each("events", "event_type").ShouldBe(["triggered"]);
    }

    private Task AtOnceAsync(FiringStep step, Firing firing) => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => step switch
    {
        FiringStep.Trigger => Firings.TriggerAsync(firing, default),
        FiringStep.Resolve => Firings.ResolveAsync(firing, default),
        _ => Firings.ClearAsync(firing, default),
    })));

    private Firing At(int second, RuleActions actions, string deviceId = "pump-1") => new(
        Customer.Id, "rule-1", "Too warm", "threshold", Severity.Critical, deviceId, "Pump", "31 > 30", Details, second,
        Noon + Duration.FromSeconds(second))
    {
        Actions = actions,
    };

    private async Task<IReadOnlyList<UnhealthyMark>> MarksAsync()
    {
        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        return await session.Query<UnhealthyMark>().ToListAsync();
    }

    private async Task<IReadOnlyList<object>> FactsAsync()
    {
        await using var session = Platform.Get<IDocumentStore>().QuerySession(Customer.Id);
        return [.. (await session.Events.FetchStreamAsync(Key)).Select(e => e.Data)];
    }

    private async Task<IReadOnlyList<string>> ActionsAsync() =>
        [.. (await FactsAsync()).OfType<RuleFired>().Select(fired => string.Join(',', fired.Actions))];
}

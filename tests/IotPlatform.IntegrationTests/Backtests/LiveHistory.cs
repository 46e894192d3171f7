using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Telemetry;
using Npgsql;
using Shouldly;

namespace IotPlatform.IntegrationTests.Backtests;

/// <summary>Alarms as live evaluation and as a backtest tell them, in one form, to be compared.</summary>
public static class LiveHistory
{
    /// <summary>
    /// The alarms of a rule that was live, of what a backtest tells too; when it was resolved live is when that was committed, so only
    /// whether counts.
    /// </summary>
    public static async Task<string[]> AlarmsOfAsync(TestCustomer customer, string ruleId) =>
        [.. (await customer.AlarmsAsync($"rule_id={ruleId}&page_size=100")).Select(Tell).Order(StringComparer.Ordinal)];

    /// <summary>The same when live evaluation has come so far that they are as expected; after some seconds as they are then.</summary>
    public static async Task<string[]> SettledAsync(
        TestCustomer customer, string ruleId, string[] expected, Func<IEnumerable<string>, string[]>? asFar = null)
    {
        try
        {
            await Poll.UntilAsync(async () => (await LookAsync()).SequenceEqual(expected), "the alarms are as expected", 10);
        }
        catch (TimeoutException)
        {
            // The comparison that follows shows in what they differ.
        }
        return await LookAsync();

        async Task<string[]> LookAsync() =>
            asFar is null ? await AlarmsOfAsync(customer, ruleId) : asFar(await AlarmsOfAsync(customer, ruleId));
    }

    /// <summary>The alarms that a backtest tells.</summary>
    public static string[] AlarmsOf(Answer backtest) => [.. backtest.Items("alarms").Select(Tell).Order(StringComparer.Ordinal)];

    /// <summary>Tries a rule that there is, on what was received from a time to another.</summary>
    public static Task<Answer> BacktestAsync(TestCustomer customer, string ruleId, string from, string to) =>
        customer.Api.PostAsync("rules/backtest", $$"""{"rule_id":"{{ruleId}}","from":"{{from}}","to":"{{to}}"}""");

    /// <summary>The same without positions, which packing takes away.</summary>
    public static string[] WithoutPositions(IEnumerable<string> alarms) => [.. alarms.Select(alarm =>
    {
        var json = JsonNode.Parse(alarm)!;
        Forget(json);
        return json.ToJsonString();
    }).Order(StringComparer.Ordinal)];

    /// <summary>Packs what is over, also what came late, and takes the log of the customer's devices away.</summary>
    public static async Task PackAsync(PlatformFixture platform, TestCustomer customer, Action wait)
    {
        await platform.Get<TelemetryMaintenance>().RunOnceAsync(default);
        wait();
        await platform.Get<TelemetryMaintenance>().RunOnceAsync(default);
        await using var command = platform.Get<NpgsqlDataSource>().CreateCommand(
            $"delete from iot.telemetry_log where device_key in (select device_key from iot.device_state where customer = '{customer.Id}')");
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }

    private static void Forget(JsonNode? node)
    {
        foreach (var item in node is JsonArray items ? items : []) Forget(item);
        if (node is not JsonObject members) return;
        foreach (var (name, member) in members.ToList())
        {
            if (name.EndsWith("position", StringComparison.Ordinal)) members[name] = 0;
            else Forget(member);
        }
    }

    private static string Tell(JsonElement alarm) => JsonSerializer.Serialize(new
    {
        device_id = alarm.GetProperty("device_id"),
        triggered_at = alarm.GetProperty("triggered_at"),
        severity = alarm.GetProperty("severity"),
        message = alarm.GetProperty("message"),
        occurrence_count = alarm.GetProperty("occurrence_count"),
        is_resolved = alarm.GetProperty("resolved_at").ValueKind is not JsonValueKind.Null,
        details = Sorted(JsonNode.Parse(alarm.GetProperty("details").GetRawText())),
    });

    // jsonb has an order of its own.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

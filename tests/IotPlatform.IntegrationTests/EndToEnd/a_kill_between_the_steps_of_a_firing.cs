using System.Text.Json;
using IotPlatform.FaultPoints;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

public sealed class a_kill_between_the_steps_of_a_firing : IDisposable
{
    private readonly string _data = TestFolder.NewPath();

    public static TheoryData<string> Steps => [.. FaultPoint.Steps];

    public void Dispose() => TestFolder.Remove(_data);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task leaves_one_alarm_and_one_set_of_actions(string step)
    {
        var database = await TestDatabase.CreateAsync();
        await using (var doomed = await PlatformProcess.StartAsync(_data, [
            ("ConnectionStrings__Postgres", database), (FaultPoint.Setting, step), ("DOTNET_STARTUP_HOOKS", typeof(FaultPoint).Assembly.Location)]))
        {
            await MakeRulesAsync(doomed);
            await TryReportAsync(doomed);
            await Poll.UntilAsync(() => !doomed.IsAlive, $"it dies {step}", 60);
        }

        await using var after = await PlatformProcess.StartAsync(_data, ("ConnectionStrings__Postgres", database));
        await Poll.UntilAsync(async () => (await AlarmsAsync(after)).Count == 2, "both alarms");
        (await after.Api.PostAsync("devices/pump-1/telemetry", """{"temperature":20,"humidity":1}""")).Is(200);
        (await after.Api.PostAsync("devices/pump-1/telemetry", """{"humidity":31}""")).Is(200);
        await Poll.UntilAsync(async () => (await AlarmsAsync(after)).Count == 3, "what comes afterwards is evaluated");

        foreach (var alarm in (await AlarmsAsync(after)).Take(2)) alarm.GetProperty("occurrence_count").GetInt32().ShouldBe(1);
        (await CountAsync(database, "rule_fired")).ShouldBe(2, "each rule's other actions ran once");
        (await after.CommandAsync("audit", "verify")).ShouldContain("Intact.", customMessage: "no event is there without its link");
        await after.TerminateAsync();
    }

    private static async Task MakeRulesAsync(PlatformProcess platform)
    {
        (await platform.Api.PostAsync("devices", """{"device_id":"pump-1","name":"x"}""")).Is(201);
        const string All = "\"actions\":[\"create_alarm\",\"send_webhook\",\"mark_unhealthy\"]";
        foreach (var limit in new[] { 30, 25 }) await MakeRuleAsync(platform, "temperature", limit, All);
        await MakeRuleAsync(platform, "humidity", 30, "\"actions\":[\"create_alarm\"]");
    }

    private static async Task MakeRuleAsync(PlatformProcess platform, string key, int limit, string actions) => (await platform.Api.PostAsync(
        "rules", $$"""{"name":"Over {{limit}}","rule_type":"threshold","config":{"field":"{{key}}","operator":">","value":{{limit}}},{{actions}}}""")).Is(201);

    // It may die before it has answered, but not before the values are on disk.
    private static async Task TryReportAsync(PlatformProcess platform)
    {
        try
        {
            await platform.Api.PostAsync("devices/pump-1/telemetry", """{"temperature":31}""");
        }
        catch (HttpRequestException)
        {
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> AlarmsAsync(PlatformProcess platform) =>
        (await platform.Api.GetAsync("alarms?sort=created_at")).Is(200).Items("alarms");

    private static async Task<long> CountAsync(string database, string eventType)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select count(*) from iot.mt_events where type = $1");
        command.Parameters.AddWithValue(eventType);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

using System.Net;
using System.Text.Json;
using IotPlatform.IntegrationTests.EndToEnd;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>A process with the embedded database, which each test treats badly.</summary>
public sealed class telling_how_it_is : IDisposable
{
    private readonly string _data = TestFolder.NewPath();

    public void Dispose() => TestFolder.Remove(_data);

    [Fact]
    public async Task each_part_says_what_is_wrong_with_it_and_a_stop_is_announced()
    {
        await using var platform = await PlatformProcess.StartAsync(_data, ("Http__DrainSeconds", "3"));
        await Poll.UntilAsync(async () => (await HealthAsync(platform)).Status == "ready", "all parts work");
        var well = await HealthAsync(platform);
        well.Parts.Keys
            .ShouldBe(["database", "schema", "projections", "ingest", "evaluator", "notifications", "mqtt", "disk"], ignoreOrder: true);
        well.Code.ShouldBe(HttpStatusCode.OK);

        await ExecuteAsync("alter table iot.mt_events rename to hidden");
        var ill = await HealthAsync(platform);
        (ill.Code, ill.Status).ShouldBe((HttpStatusCode.ServiceUnavailable, "not ready"));
        ill.Parts["schema"].ShouldContain("is missing");
        await ExecuteAsync("alter table iot.hidden rename to mt_events");

        var stopping = platform.TerminateAsync();
        await Poll.UntilAsync(async () => await HealthAsync(platform) is { Code: HttpStatusCode.ServiceUnavailable } last
            && last.Parts.GetValueOrDefault("platform") == "is stopping", "the stop is announced");
        (await stopping).ExitCode.ShouldBe(0);
    }

    private Task ExecuteAsync(string sql) => ExecuteAsync($"Host={Path.Combine(_data, "postgres")};Username=iot;Database=iot", sql);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(HttpStatusCode Code, string? Status, IReadOnlyDictionary<string, string> Parts)> HealthAsync(PlatformProcess platform)
    {
        using var answer = await platform.Http.GetAsync("/health/ready");
        var health = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, health.GetProperty("status").GetString(),
            health.GetProperty("parts").EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetString()!));
    }
}

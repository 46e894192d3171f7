using System.Globalization;
using System.Text.Json;
using IotPlatform.IntegrationTests.EndToEnd;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Cli;

/// <summary>What the verbs print, beside the running platform.</summary>
[Collection(FreshPlatformTests.Name)]
public sealed class the_fleet_in_the_terminal(FreshPlatform platform) : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(TestFolder.NewPath()).FullName;

    [Fact]
    public async Task a_simulation_accounts_for_each_message()
    {
        var report = JsonElement.Parse(await platform.Process.CommandAsync(
            "simulate", "--mqtt", $"localhost:{platform.Process.MqttPort}", "--devices", "10", "--messages", "200", "--rate", "200",
            "--prefix", "told-", "--fault", "silence:20%@0s..500ms", "--fault", "duplicate:100%@0s..500ms", "--cleanup", "--json"));

        int Member(string name) => report.GetProperty(name).GetInt32();
        var silent = report.GetProperty("faults").GetProperty("silence").GetInt32();
        var twice = report.GetProperty("faults").GetProperty("duplicate").GetInt32();
        (silent, twice).ShouldBe((20, 80));
        (Member("devices"), Member("sent"), Member("acknowledged"), Member("unacknowledged"), Member("withheld"))
            .ShouldBe((10, 260, 260, 0, 20));
        (await platform.Process.Api.GetAsync("devices?search=told-")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task an_import_names_each_row_that_is_left_out()
    {
        await platform.Process.RegisterAsync("imported-1");
        (await platform.Process.Api.PostAsync("datapoints", """{"key":"imported"}""")).Is(201);
        var file = Path.Combine(_folder, "rows.csv");
        var time = DateTimeOffset.UtcNow.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file, $"""
            device_id,timestamp,key,value
            imported-1,{time},temperature,1
            imported-1,yesterday,temperature,2
            ghost,{time},temperature,3
            ghost,{time},humidity,4
            imported-1,{time},imported,hot
            imported-1,2020-01-01T00:00:00Z,temperature,5
            imported-1,2100-01-01T00:00:00Z,temperature,6
            imported-1,{time},humidity,7
            """);

        var (exitCode, output, errors) = await platform.Process.TryCommandAsync("telemetry", "import", file);

        (exitCode, output.Trim()).ShouldBe((1, "2 values stored, 6 left out"));
        errors.TrimEnd().Split('\n').Select(line => line[..Math.Min(line.Length, 48)]).ShouldBe(
        [
            "iot: row 3: the timestamp is no RFC 3339 time wi",
            "iot: rows 4-5: there is no device 'ghost': regis",
            "iot: row 6: imported: The datapoint is defined a",
            "iot: row 7: temperature: The value is older than",
            "iot: row 8: the time lies ahead; the platform wo",
        ]);
        (await platform.Process.Api.GetAsync("devices/imported-1/telemetry")).Each("data", "key").ShouldBe(["humidity", "temperature"]);
    }

    public void Dispose() => TestFolder.Remove(_folder);
}

using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>How an auditor makes sure, on the command line beside the running platform, and elsewhere with nothing but a file.</summary>
[Collection(FreshPlatformTests.Name)]
public sealed class proofs_in_the_terminal(FreshPlatform platform)
{
    [Fact]
    public async Task the_store_is_verified_beside_the_platform()
    {
        (await platform.Process.Api.PostAsync("devices", """{"name":"Pump"}""")).Is(201);
        await platform.Process.CommandAsync("audit", "seal");

        var lines = (await platform.Process.CommandAsync("audit", "verify")).TrimEnd().Split('\n');

        lines[^1].ShouldBe("Intact.");
        var report = JsonElement.Parse(await platform.Process.CommandAsync("audit", "verify", "--customer", "default", "--json"));
        report.GetProperty("is_intact").GetBoolean().ShouldBeTrue();
        var seal = report.GetProperty("latest").EnumerateArray().Single();
        var (number, hash) = (seal.GetProperty("number").GetInt64(), seal.GetProperty("hash").GetString()!);
        await platform.Process.CommandAsync("audit", "verify", "--customer", "default", "--seal", $"{number}:{hash}");
        var (exitCode, output, _) = await platform.Process.TryCommandAsync(
            "audit", "verify", "--customer", "default", "--seal", $"{number}:{new string('0', 64)}");
        exitCode.ShouldBe(1);
        output.ShouldContain($"Seal {number} of default is not the one that was published");
    }

    [Fact]
    public async Task an_alarm_is_taken_away_and_proved_from_its_file()
    {
        var alarm = await FireAsync(platform.Process.Api);
        await platform.Process.CommandAsync("audit", "seal");
        var file = Path.Combine(TestFolder.NewPath(), "alarm.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        await platform.Process.CommandAsync("audit", "export", "--alarm", alarm, "--out", file);

        (await platform.Process.CommandAsync("audit", "verify", "--file", file)).ShouldContain("1 event of 1 stream intact; 1 sealed");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("93.5", "83.5"));
        var (exitCode, output, _) = await platform.Process.TryCommandAsync("audit", "verify", "--file", file);
        exitCode.ShouldBe(1);
        output.ShouldContain($"version 1 of {alarm} of default (alarm_triggered), is not what was written");
        TestFolder.Remove(Path.GetDirectoryName(file)!);
    }

    [Fact]
    public async Task what_cannot_be_done_is_said_in_one_line()
    {
        foreach (var (arguments, code, fault) in new (string[], int, string)[]
        {
            (["verify", "--seal", "1:abc"], 1, "--seal takes the number of a seal and its hash"),
            (["verify", "--seal", "1:" + new string('0', 64)], 1, "Say whose seal it is"),
            (["verify", "--file", "/nowhere.json"], 1, "There is no file '/nowhere.json'"),
            (["export"], 2, "Option '--alarm' is required"),
            (["export", "--alarm", "nothing"], 1, "There is no alarm 'nothing'"),
            (["burn"], 2, "there are: verify, export, seal, seals"),
        })
        {
            var (exitCode, _, errors) = await platform.Process.TryCommandAsync(["audit", .. arguments]);
            exitCode.ShouldBe(code);
            errors.ShouldContain(fault);
        }
    }

    private static async Task<string> FireAsync(ApiClient api)
    {
        (await api.PostAsync("devices", """{"device_id":"proof-1","name":"Boiler"}""")).Is(201);
        var rule = (await api.PostAsync("rules", """
            {"name":"Hot","rule_type":"threshold","scope_type":"device","scope_device_id":"proof-1",
             "config":{"field":"temperature","operator":">","value":90}}
            """)).Is(201).Id;
        (await api.PostAsync("devices/proof-1/telemetry", """{"temperature":93.5}""")).Is(200);
        return await Poll.ForAsync(async () =>
            (await api.GetAsync($"alarms?rule_id={rule}")).Items("alarms") is [var alarm] ? alarm.GetProperty("id").GetString() : null, "the alarm");
    }
}

using System.Text;
using IotPlatform.Cli.Credentials;
using IotPlatform.Cli.Devices;
using IotPlatform.Cli.Devices.Import;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Cli;

public sealed class importing_devices(PlatformFixture platform) : TerminalTest(platform)
{
    private const string Table = """
        device_id,name,device_type,is_active,profile,groups,tags,metadata
        pump-1,Pump 1,pump,,Big,Cellar;Pumps,wet;old,"{""floor"": 3}"
        pump-2,"Pump 2, spare",pump,no,,,,

        """;

    [Fact]
    public async Task a_second_import_changes_nothing()
    {
        var file = await FileAsync("devices.csv", Table);

        var first = await RunAsync("devices", "import", file, "--create-missing", "--credentials", PathOf("credentials.csv"));
        var second = await RunAsync("devices", "import", file);

        (first.ExitCode, first.Output).ShouldBe((0, "2 rows: 2 registered, 0 updated, 0 unchanged, 0 faulty\n"), first.Errors);
        (second.ExitCode, second.Output).ShouldBe((0, "2 rows: 0 registered, 0 updated, 2 unchanged, 0 faulty\n"));
        var pump = (await Api.GetAsync("devices/pump-1")).Is(200);
        pump["tags"].EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["wet", "old"]);
        pump["group_ids"].GetArrayLength().ShouldBe(2);
        pump.Member("profile_id").ShouldNotBeNull();
        (await Api.GetAsync("devices/pump-2"))["is_active"].GetBoolean().ShouldBeFalse();
        (await Api.GetAsync("devices/pump-1/history")).Items("events").Count.ShouldBe(5);
    }

    // Seen red: the file opened anew by each import.
    [Fact]
    public async Task passwords_are_kept_for_the_owner_alone_and_let_devices_in()
    {
        var kept = PathOf("credentials.csv");
        await RunAsync("devices", "import", await FileAsync("one.csv", "device_id,name\npump-1,Pump"), "--credentials", kept);
        await RunAsync("devices", "import", await FileAsync("two.csv", "device_id,name\npump-1,Pump\npump-2,Pump"), "--credentials", kept);

        var lines = await File.ReadAllLinesAsync(kept);
        lines.Select(line => line.Split(',')[0]).ShouldBe(["device_id", "pump-1", "pump-2"]);
#pragma warning disable CA1416 // The platform runs on Unix alone.
        File.GetUnixFileMode(kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416
        var cells = lines[1].Split(',');
        await using var connection = await Customer.ConnectAsync(new TestDevice(cells[0], cells[1], cells[2]));
    }

    [Fact]
    public async Task without_a_file_for_them_it_is_said_that_passwords_are_lost() =>
        (await RunAsync("devices", "import", await FileAsync("devices.csv", "device_id,name\npump-1,Pump"))).Errors
            .ShouldContain("--credentials FILE");

    [Fact]
    public async Task faulty_rows_are_told_and_the_others_carried_out()
    {
        var file = await FileAsync("devices.csv", "device_id,name,groups\npump-1,Pump,Attic\npump 2,Pump,\npump-3,,\npump-4,Pump,\n");

        var printed = await RunAsync("devices", "import", file, "--report", PathOf("faults.csv"));

        printed.ExitCode.ShouldBe(1);
        printed.Lines.ShouldBe(
        [
            "row 2 (pump-1): group names no group: 'Attic'; correct it, or let it be created with --create-missing",
            "row 3 (pump 2): device_id must have 1 to 128 of the characters A-Z a-z 0-9 . _ - :; correct the row",
            "row 4 (pump-3): name is missing, which a new device needs; give one",
            "4 rows: 1 registered, 0 updated, 0 unchanged, 3 faulty",
        ]);
        (await File.ReadAllLinesAsync(PathOf("faults.csv"))).Length.ShouldBe(4);
        (await Api.GetAsync("devices")).Each("devices", "device_id").ShouldBe(["pump-4"]);
    }

    [Fact]
    public async Task what_differs_is_updated_unless_it_is_to_be_left()
    {
        await Customer.RegisterAsync();
        var file = await FileAsync("devices.jsonl", """{"device_id":"pump-1","tags":["new"],"metadata":{"floor":3}}""");

        (await RunAsync("devices", "import", file, "--no-update")).Output
            .ShouldBe("1 row: 0 registered, 0 updated, 0 unchanged, 1 left as they are, 0 faulty\n");
        (await RunAsync("devices", "import", file, "--dry-run")).Output
            .ShouldBe("1 row: 0 to be registered, 1 to be updated, 0 unchanged, 0 faulty\n");
        (await Api.GetAsync("devices/pump-1"))["tags"].GetArrayLength().ShouldBe(0);
        (await RunAsync("devices", "import", file)).Output.ShouldBe("1 row: 0 registered, 1 updated, 0 unchanged, 0 faulty\n");
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe("Device pump-1");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task an_export_restores_the_fleet_elsewhere(string format)
    {
        await RunAsync("devices", "import", await FileAsync("devices.csv", Table), "--create-missing");
        var exported = PathOf($"export.{format}");
        await RunAsync("devices", "export", "--out", exported);
        var other = await Platform.NewCustomerAsync();

        (await RunAsync("devices", "import", exported)).Lines[^1].ShouldBe("2 rows: 0 registered, 0 updated, 2 unchanged, 0 faulty");
        (await PrintedTerminal.RunAsync(Platform, other, "devices", "import", exported, "--create-missing")).ExitCode.ShouldBe(0);
        var again = await PrintedTerminal.RunAsync(Platform, other, "devices", "export", "--format", format);

        again.Lines.Order().ShouldBe((await File.ReadAllLinesAsync(exported)).Order());
    }

    // Seen red: joins of groups that were waiting not sent.
    [Fact]
    public async Task an_import_that_was_interrupted_is_run_again()
    {
        var table = new StringBuilder("device_id,name,groups\n");
        for (var number = 0; number < 300; number++) table.Append($"d-{number},Device,Fleet\n");
        var file = await FileAsync("devices.csv", table.ToString());
        using var client = new IotPlatform.Cli.Api.ApiClient(Platform.Http.BaseAddress!, Customer.Key.Text, TimeProvider.System);
        using var interruption = new CancellationTokenSource();
        using (var report = new FaultReport(null))
        using (var credentials = new CredentialFile(PathOf("credentials.csv")))
        using (var import = new DeviceImport(client, new(8, false, true, true), report, credentials))
        using (var text = new StreamReader(file))
        {
            var rows = RowReader.ReadAsync(text, DeviceFormat.Csv, interruption.Token);
            var work = import.RunAsync(rows, interruption.Token);
            await Poll.UntilAsync(() => import.Tally.Rows >= 20, "twenty rows are done");
            await interruption.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => work);
            import.Tally.Rows.ShouldBeLessThan(300);
        }

        var printed = await RunAsync("devices", "import", file, "--credentials", PathOf("credentials.csv"));

        printed.ExitCode.ShouldBe(0, printed.Output);
        printed.Output.ShouldContain(", 0 updated, ");
        (await Api.GetAsync("devices")).Total.ShouldBe(300);
        (await File.ReadAllLinesAsync(PathOf("credentials.csv"))).Distinct().Count().ShouldBe(301);
        (await Api.GetAsync("groups")).Items("groups").ShouldHaveSingleItem().GetProperty("device_count").GetInt32().ShouldBe(300);
    }
}

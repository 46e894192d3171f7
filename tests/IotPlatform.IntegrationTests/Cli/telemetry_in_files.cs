using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Cli;

public sealed class telemetry_in_files(PlatformFixture platform) : TerminalTest(platform)
{
    private const string Moments = """
        [{"ts":"2026-11-23T08:00:00Z","values":{"temperature":22.50,"door":"open, \"wide\"","is_on":true,"code":"22","gps":{"lat":59.9}}},
         {"ts":"2026-11-23T08:00:00.000001Z","values":{"temperature":-3,"door":"","is_on":false,"code":"true"}},
         {"ts":"2026-11-23T08:00:01.5Z","values":{"temperature":0.1}}]
        """;

    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    // The moments of the tests, moved to where no retention has come to them.
    private readonly TimeSpan _shift = DateTimeOffset.UtcNow.Date.AddHours(-6) - Begin.UtcDateTime;

    [Theory]
    [InlineData("csv", false)]
    [InlineData("csv", true)]
    [InlineData("jsonl", false)]
    [InlineData("jsonl", true)]
    [InlineData("parquet", false)]
    [InlineData("parquet", true)]
    public async Task what_is_exported_and_imported_elsewhere_is_exported_as_the_same_file(string format, bool isWide)
    {
        var elsewhere = await Platform.NewCustomerAsync();
        foreach (var device in new[] { "pump-2", "pump-1" })
        {
            await Customer.RegisterAsync(device);
            await PostAsync(device, Moments);
        }

        foreach (var device in new[] { "pump-1", "pump-2" }) await elsewhere.RegisterAsync(device);
        var (first, second) = (await ExportAsync(Customer, $"a.{format}", isWide), $"b.{format}");
        foreach (var _ in new[] { "once", "twice" })
        {
            (await PrintedTerminal.RunAsync(Platform, elsewhere, "telemetry", "import", first)).ExitCode.ShouldBe(0);
            (await File.ReadAllBytesAsync(await ExportAsync(elsewhere, second, isWide))).ShouldBe(await File.ReadAllBytesAsync(first));
        }

        foreach (var key in new[] { "temperature", "door", "is_on", "code", "gps.lat" })
        {
            var values = await ValuesAsync(Customer, key);
            (await ValuesAsync(elsewhere, key)).ShouldBe(format is "parquet" ? values.Select(Shortest) : values);
        }
    }

    [Fact]
    public async Task a_table_has_a_row_for_each_value()
    {
        await Customer.RegisterAsync();
        await PostAsync("pump-1", """{"ts":"2026-11-23T08:00:00.5Z","values":{"temperature":22.50,"door":"22"}}""");
        var time = (Begin + _shift + TimeSpan.FromSeconds(0.5)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

        (await File.ReadAllTextAsync(await ExportAsync(Customer, "a.csv", isWide: false))).ShouldBe(
            $"device_id,timestamp,key,value\r\npump-1,{time},door,\"\"\"22\"\"\"\r\npump-1,{time},temperature,22.50\r\n");
        (await File.ReadAllTextAsync(await ExportAsync(Customer, "w.csv", isWide: true))).ShouldBe(
            $"device_id,timestamp,door,temperature\r\npump-1,{time},\"\"\"22\"\"\",22.50\r\n");
    }

    [Fact]
    public async Task parquet_has_times_in_microseconds_of_utc_and_a_type_for_each_key()
    {
        await Customer.RegisterAsync();
        await PostAsync("pump-1", Moments);

        await using var file = await ParquetReader.CreateAsync(await ExportAsync(Customer, "a.parquet", isWide: true));

        var time = file.Schema.GetDataFields().OfType<DateTimeDataField>().ShouldHaveSingleItem();
        (time.Name, time.Unit, time.IsAdjustedToUTC).ShouldBe(("timestamp", DateTimeTimeUnit.Micros, true));
        file.Schema.GetDataFields().Select(field => field.Name)
            .ShouldBe(["device_id", "timestamp", "code", "door", "gps.lat", "is_on", "temperature"]);
        file.Schema.GetDataFields().Single(field => field.Name == "temperature").ClrType.ShouldBe(typeof(double));
        file.Schema.GetDataFields().Single(field => field.Name == "is_on").ClrType.ShouldBe(typeof(bool));
        file.RowGroups.Sum(group => group.RowCount).ShouldBe(3);
    }

    [Fact]
    public async Task more_than_a_page_is_exported_without_gaps_and_without_repetition()
    {
        await Customer.RegisterAsync();
        for (var batch = 0; batch < 8; batch++)
            await PostAsync("pump-1", $"[{string.Join(',', Enumerable.Range(batch * 1_000, 1_000).Select(Entry))}]");

        var lines = await File.ReadAllLinesAsync(await ExportAsync(Customer, "a.jsonl", isWide: true));

        lines.Select(line => JsonElement.Parse(line).GetProperty("values"))
            .Select(values => (values.GetProperty("a").GetInt32(), values.GetProperty("c").GetInt32()))
            .ShouldBe(Enumerable.Range(0, 8_000).Select(n => (n, n)));
    }

    [Fact]
    public async Task an_export_that_fails_leaves_no_file()
    {
        var file = PathOf("a.csv");

        (await RunAsync("telemetry", "export", "--device", "unknown", "--out", file)).ExitCode.ShouldBe(1);

        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBeEmpty();
    }

    // Seen red: columns that are not there read all the same.
    [Theory]
    [InlineData("", "The table has no column 'device_id'")]
    [InlineData("device_id;timestamp;key;value\n", "The table has no column 'device_id'")]
    [InlineData("device_id,timestamp,key\n", "The table has no column 'value'")]
    public async Task a_table_without_its_columns_is_refused_as_a_whole(string table, string reason)
    {
        var printed = await RunAsync("telemetry", "import", await FileAsync("rows.csv", table));

        (printed.ExitCode, printed.Errors).ShouldBe((1, $"iot: {reason}: its first row must name the columns, separated by commas\n"));
    }

    // Seen red: half a row taken for a value.
    [Fact]
    public async Task a_row_that_is_no_row_is_left_out()
    {
        await Customer.RegisterAsync();
        var time = DateTimeOffset.UtcNow.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var table = $"device_id,timestamp,key,value\npump-1,{time},a,1,5\npump-1,{time},b,x\"y\"\npump-1,{time},c,3\n";

        var printed = await RunAsync("telemetry", "import", await FileAsync("rows.csv", table));

        printed.Errors.TrimEnd().Split('\n').ShouldBe(
        [
            "iot: row 2: has 5 cells under 4 columns; quote cells that hold commas",
            "iot: row 3: has quotes in the wrong places; quote a cell as a whole, and double the quotes in it",
        ]);
        (await Api.GetAsync("devices/pump-1/telemetry")).Each("data", "key").ShouldBe(["c"]);
    }

    [Fact]
    public async Task devices_are_chosen_by_the_filters_of_their_list()
    {
        foreach (var device in new[] { "pump-1", "pump-2" })
        {
            await Customer.RegisterAsync(device);
            await PostAsync(device, Moments);
        }
        (await Api.PostAsync("devices/pump-2/tags", """{"tags":["wet"]}""")).Is(200);
        await Customer.CreateGroupAsync("Pumps", "pump-1", "pump-2");

        var (group, both) = (PathOf("group.jsonl"), PathOf("both.jsonl"));
        (await RunAsync("telemetry", "export", "--group", "Pumps", "--from", "3d", "--out", group)).ExitCode.ShouldBe(0);
        (await RunAsync("telemetry", "export", "--group", "Pumps", "--tag", "wet", "--from", "3d", "--out", both)).ExitCode.ShouldBe(0);

        (await DevicesInAsync(group)).ShouldBe(["pump-1", "pump-2"]);
        (await DevicesInAsync(both)).ShouldBe(["pump-2"]);
        (await RunAsync("telemetry", "export")).Errors.ShouldContain("Which devices?");
    }

    private static string Entry(int number) => JsonSerializer.Serialize(
        new { ts = Begin.AddMilliseconds(number).UtcDateTime, values = new { a = number, b = number, c = number } });

    private static string Shortest(string json) => json == "22.50" ? "22.5" : json;

    private async Task<string> ExportAsync(TestCustomer customer, string name, bool isWide)
    {
        string[] words = ["telemetry", "export", "--all", "--from", "3d", "--out", PathOf(name)];
        var printed = await PrintedTerminal.RunAsync(Platform, customer, isWide ? [.. words, "--wide"] : words);
        printed.ExitCode.ShouldBe(0, printed.Errors);
        return PathOf(name);
    }

    private async Task PostAsync(string device, string moments)
    {
        var day = (Begin + _shift).ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
        var body = moments.Replace("2026-11-23T08", day, StringComparison.Ordinal);
        (await Api.PostAsync($"devices/{device}/telemetry", body)).Is(200)["rejected"].GetInt32().ShouldBe(0);
    }

    private static async Task<IReadOnlyList<string>> ValuesAsync(TestCustomer customer, string key) =>
    [
        .. (await customer.Api.GetAsync($"devices/pump-1/telemetry?key={key}&hours=72")).Is(200)
            .Items("data").Select(point => point.GetProperty("value").GetRawText()),
    ];

    private static async Task<IEnumerable<string>> DevicesInAsync(string file) =>
        (await File.ReadAllLinesAsync(file)).Select(line => JsonElement.Parse(line).GetProperty("device_id").GetString()!).Distinct();
}

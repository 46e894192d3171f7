using System.IO.Pipelines;
using System.Text.Json;
using IotPlatform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class QueryTests(ScratchPostgres postgres)
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 11, 22, 10, 0);

    private static string At(int seconds, string values) =>
        $$"""{"ts":{{(Ten + Duration.FromSeconds(seconds)).ToUnixTimeMilliseconds()}},"values":{{values}}}""";

    private static async Task<JsonElement> WriteAsync(Func<PipeWriter, Task> write)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await write(pipe);
        await pipe.CompleteAsync();
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static Task<JsonElement> AskAsync(TelemetryNode node, string parameters)
    {
        var (query, faults) = TelemetryQuery.Parse(
            new QueryCollection(QueryHelpers.ParseQuery(parameters)), node.Clock.GetCurrentInstant());
        faults.ShouldBeEmpty();
        return WriteAsync(pipe => node.Get<TelemetryQueries>().WriteAsync(TelemetryNode.Device, query!, pipe, default));
    }

    /// <summary>The points as "second key value".</summary>
    private static async Task<string[]> PointsAsync(TelemetryNode node, string parameters)
    {
        var answer = await AskAsync(node, parameters);
        var data = answer.GetProperty("data").EnumerateArray().ToArray();
        answer.GetProperty("count").GetInt32().ShouldBe(data.Length);
        return [.. data.Select(p =>
            $"{(p.GetProperty("timestamp").GetDateTimeOffset() - Ten.ToDateTimeOffset()).TotalSeconds} {p.GetProperty("key")} {p.GetProperty("value").GetRawText()}")];
    }

    [Fact]
    public async Task the_answer_has_the_shape_of_the_contract()
    {
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), more: s => s.AddSingleton<IDatapointCatalog>(new OneDatapoint()));
        await node.SendAsync(At(0, """{"t":22.5,"u":1}"""));
        (await AskAsync(node, "from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z")).GetRawText().ShouldBe(
            """
            {"device_id":"pump-1","from":"2026-11-22T10:00:00.000000Z","to":"2026-11-22T11:00:00.000000Z","interval":null,"aggregation":null,"data":[
            {"timestamp":"2026-11-22T10:00:00.000000Z","datapoint_id":"dp-1","key":"t","value":22.5,"unit":"K"},
            {"timestamp":"2026-11-22T10:00:00.000000Z","datapoint_id":null,"key":"u","value":1,"unit":null}
            ],"count":2,"truncated":false}
            """.ReplaceLineEndings(""));
        (await WriteAsync(pipe => node.Get<TelemetryQueries>().WriteLatestAsync(TelemetryNode.Device, pipe, default))).GetRawText().ShouldBe(
            """
            {"device_id":"pump-1","values":{
            "t":{"value":22.5,"unit":"K","timestamp":"2026-11-22T10:00:00.000000Z","datapoint_id":"dp-1"},
            "u":{"value":1,"unit":null,"timestamp":"2026-11-22T10:00:00.000000Z","datapoint_id":null}
            }}
            """.ReplaceLineEndings(""));
        (await PointsAsync(node, "datapoint_id=dp-1")).ShouldBe(["0 t 22.5"]);
        (await PointsAsync(node, "datapoint_id=u")).ShouldBe(["0 u 1"]);
    }

    [Fact]
    public async Task numbers_come_back_as_they_were_sent()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync(At(0, """{"a":22.5,"b":22.50,"c":1.0,"d":12345678901234567890,"e":-0.000001}"""));
        string[] expected = ["0 a 22.5", "0 b 22.50", "0 c 1.0", "0 d 12345678901234567890", "0 e -0.000001"];
        (await PointsAsync(node, "")).ShouldBe(expected);
        (await PointsAsync(node, "key=a&key=b&key=c&key=d&key=e")).ShouldBe(expected);
    }

    [Fact]
    public async Task the_last_write_of_a_key_and_moment_wins_and_other_keys_of_the_moment_stay()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync(At(0, """{"a":1,"b":1}"""));
        await node.SendAsync(At(5, """{"a":5}"""));
        await node.SendAsync(At(0, """{"a":2,"c":2}"""));
        (await PointsAsync(node, "")).ShouldBe(["0 a 2", "0 b 1", "0 c 2", "5 a 5"]);
        (await PointsAsync(node, "order=desc")).ShouldBe(["5 a 5", "0 a 2", "0 b 1", "0 c 2"]);
        (await PointsAsync(node, "key=a")).ShouldBe(["0 a 2", "5 a 5"]);
        (await PointsAsync(node, "interval=1m&aggregation=sum")).ShouldBe(["0 a 7", "0 b 1", "0 c 2"]);
    }

    [Fact]
    public async Task late_data_is_found_by_its_own_time_whichever_day_it_came()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync(At(0, """{"a":1}"""));
        node.Clock.Advance(Duration.FromDays(3));
        await node.SendAsync(At(-60, """{"a":0}"""));
        await node.SendAsync(At(60, """{"a":2}"""));
        (await PointsAsync(node, "from=2026-11-22T09:00:00Z&to=2026-11-22T11:00:00Z")).ShouldBe(["-60 a 0", "0 a 1", "60 a 2"]);
        (await PointsAsync(node, "hours=24")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_clock_that_is_ahead_is_seen_also_by_days_of_receipt()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Instant.FromUtc(2026, 11, 22, 23, 58));
        var ahead = Instant.FromUtc(2026, 11, 23, 0, 2).ToUnixTimeMilliseconds();
        await node.SendAsync($$$"""{"ts":{{{ahead}}},"values":{"a":1}}""");
        (await PointsAsync(node, "from=2026-11-23T00:00:00Z&to=2026-11-23T01:00:00Z")).ShouldHaveSingleItem();
        (await PointsAsync(node, "")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task the_range_is_half_open()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        foreach (var second in (int[])[-1, 0, 59, 60]) await node.SendAsync(At(second, $$"""{"a":{{second}}}"""));
        (await PointsAsync(node, "from=2026-11-22T10:00:00Z&to=2026-11-22T10:01:00Z")).ShouldBe(["0 a 0", "59 a 59"]);
    }

    [Theory]
    [InlineData("avg", "0 t 20", "60 t 26")]
    [InlineData("min", "0 t 10", "60 t 25.5")]
    [InlineData("max", "0 t 30", "60 t 26.5")]
    [InlineData("sum", "0 t 60", "60 t 52")]
    [InlineData("count", "0 t 4", "60 t 2")]
    [InlineData("first", "0 t 30", "60 t 25.5")]
    [InlineData("last", "0 t \"off\"", "60 t 26.5")]
    public async Task an_interval_becomes_one_point_by_hand(string aggregation, string first, string second)
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync("[" + string.Join(",",
            At(70, """{"t":25.5}"""), At(0, """{"t":30}"""), At(20, """{"t":20}"""), At(40, """{"t":10}"""), At(50, """{"t":"off"}"""),
            At(119, """{"t":26.5}""")) + "]");
        (await PointsAsync(node, $"key=t&interval=1m&aggregation={aggregation}")).ShouldBe([first, second]);
        (await PointsAsync(node, $"key=t&interval=60&aggregation={aggregation}&order=desc")).ShouldBe([second, first]);
    }

    [Fact]
    public async Task sums_of_decimal_fractions_show_no_binary_noise()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync($"[{At(0, """{"t":0.1}""")},{At(1, """{"t":0.2}""")}]");
        (await PointsAsync(node, "interval=1h&aggregation=sum")).ShouldBe(["0 t 0.3"]);
    }

    [Fact]
    public async Task queries_for_one_key_and_for_many_may_follow_one_another_on_a_connection_that_prepares_its_statements()
    {
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync() + ";Max Auto Prepare=200;Auto Prepare Min Usages=2;Maximum Pool Size=4");
        await node.SendAsync(At(0, """{"a":1,"b":2}"""));
        for (var round = 0; round < 4; round++)
        {
            foreach (var (query, expected) in new[] { ("key=a", "0 a 1"), ("key=a&key=b", "0 a 1,0 b 2"), ("", "0 a 1,0 b 2"), ("key=b", "0 b 2") })
                for (var repeat = 0; repeat < 4; repeat++) string.Join(',', await PointsAsync(node, query)).ShouldBe(expected, query);
        }
    }

    [Fact]
    public async Task an_answer_that_is_cut_off_says_so()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        for (var i = 0; i < 3; i++) await node.SendAsync("[" + string.Join(",", Enumerable.Range(i * 1000, 1000).Select(s => At(s, """{"a":1}"""))) + "]");
        await ShouldBeAsync("", 1_000, true);
        await ShouldBeAsync("limit=2999", 2_999, true);
        await ShouldBeAsync("limit=3000", 3_000, false);
        await ShouldBeAsync("limit=49&interval=1m", 49, true);
        await ShouldBeAsync("limit=50&interval=1m", 50, false);

        async Task ShouldBeAsync(string parameters, int count, bool truncated)
        {
            var answer = await AskAsync(node, parameters);
            (answer.GetProperty("count").GetInt32(), answer.GetProperty("truncated").GetBoolean()).ShouldBe((count, truncated));
        }
    }

    [Fact]
    public async Task what_is_past_the_retention_is_no_longer_shown_though_its_day_is_still_there()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync("""{"a":1}""");
        node.Clock.Advance(Duration.FromDays(30));
        (await PointsAsync(node, "from=2026-11-01T00:00:00Z")).Length.ShouldBe(1);
        node.Clock.Advance(Duration.FromSeconds(1));
        (await PointsAsync(node, "from=2026-11-01T00:00:00Z")).ShouldBeEmpty();
    }

    private sealed class OneDatapoint : IDatapointCatalog
    {
        private static readonly DatapointInfo Temperature = new("dp-1", "t", "K", SampleKind.Number);

        public IReadOnlyDictionary<string, DatapointInfo> OfCustomer(string customer) =>
            new Dictionary<string, DatapointInfo> { ["t"] = Temperature };

        public DatapointInfo? FindById(string customer, string id) => id == "dp-1" ? Temperature : null;
    }
}

using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

public sealed class asking_for_csv(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Path = "devices/pump-1/telemetry";

    private static readonly DateTime Now = new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    private async Task SendAsync()
    {
        await Customer.RegisterAsync();
        await Api.PostAsync("datapoints", """{"key":"temperature","unit":"°C"}""");
        for (var i = 1; i <= 2; i++)
            (await Api.PostAsync(Path, $$$"""{"ts":"{{{Now.AddSeconds(i):O}}}","values":{"door":"a \"b\", c","temperature":22.50}}""")).Is(200);
    }

    private Task<Answer> AskAsync(string query, string accept = "text/csv") =>
        Api.SendAsync(HttpMethod.Get, $"{Path}{query}", (string?)null, ("Accept", accept));

    [Fact]
    public async Task a_table_has_a_line_for_each_point_quoted_where_it_must_be()
    {
        await SendAsync();
        var datapoint = (await Api.GetAsync("datapoints")).Items("datapoints").ShouldHaveSingleItem().GetProperty("id");
        var answer = await AskAsync("?limit=3");
        answer.Is(200).ContentType.ShouldBe("text/csv");
        answer.Headers.GetValues("Truncated").ShouldBe(["true"]);
        var lines = answer.Text.Split("\r\n");
        lines.ShouldBe([
            "timestamp,datapoint_id,key,value,unit",
            $"{Now.AddSeconds(1):yyyy-MM-ddTHH:mm:ss.ffffffZ},,door,\"a \"\"b\"\", c\",",
            $"{Now.AddSeconds(1):yyyy-MM-ddTHH:mm:ss.ffffffZ},{datapoint},temperature,22.50,°C",
            $"{Now.AddSeconds(2):yyyy-MM-ddTHH:mm:ss.ffffffZ},,door,\"a \"\"b\"\", c\",",
            "",
        ]);
        (await AskAsync("?key=temperature")).Headers.GetValues("Truncated").ShouldBe(["false"]);
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json, text/csv", "application/json")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/csv, */*;q=0.1", "text/csv")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("nonsense", "application/json")]
    public async Task whoever_does_not_ask_for_it_gets_json(string accept, string expected)
    {
        await Customer.RegisterAsync();
        (await AskAsync("", accept)).Is(200).ContentType.ShouldBe(expected);
    }

    [Fact]
    public async Task faults_are_problems_all_the_same()
    {
        await Customer.RegisterAsync();
        (await AskAsync("?limit=0")).Is(422).ContentType.ShouldBe("application/problem+json");
    }
}

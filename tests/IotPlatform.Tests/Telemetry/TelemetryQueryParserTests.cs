using IotPlatform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class TelemetryQueryParserTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);

    private static (TelemetryQuery? Query, IReadOnlyList<IotPlatform.Platform.Fault> Faults) Parse(string parameters) =>
        TelemetryQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(parameters)), Now);

    private static TelemetryQuery Good(string parameters) => Parse(parameters).Query.ShouldNotBeNull();

    [Fact]
    public void without_parameters_it_asks_for_the_last_day()
    {
        var query = Good("");
        (query.From, query.To, query.IsOpenEnded).ShouldBe((Now - Duration.FromDays(1), Now, true));
        (query.Limit, query.IsDescending, query.Interval).ShouldBe((1_000, false, null));
        (query.Keys.Count, query.Datapoints.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("hours=2", -120, 0)]
    [InlineData("from=2026-11-22T11:00:00Z", -60, 0)]
    [InlineData("from=2026-11-22T11:00:00%2B01:00", -120, 0)]
    [InlineData("from=2026-11-22T11:00:00+01:00", -120, 0)]
    [InlineData("to=2026-11-22T11:00:00Z", -60 - (24 * 60), -60)]
    [InlineData("from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z", -120, -60)]
    public void a_window_is_relative_or_absolute(string parameters, int from, int to)
    {
        var query = Good(parameters);
        (query.From, query.To).ShouldBe((Now + Duration.FromMinutes(from), Now + Duration.FromMinutes(to)));
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("30s", 30)]
    [InlineData("1m", 60)]
    [InlineData("2h", 7_200)]
    [InlineData("1d", 86_400)]
    public void an_interval_is_seconds_or_has_a_unit(string interval, int seconds)
    {
        var query = Good($"interval={interval}&aggregation=last");
        (query.Interval, query.IntervalText, query.Aggregation).ShouldBe((Duration.FromSeconds(seconds), interval, Aggregation.Last));
    }

    [Fact]
    public void names_may_be_repeated() => Good("key=a&key=b&datapoint_id=c").Keys.ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("hours=0", "hours")]
    [InlineData("hours=1.5", "hours")]
    [InlineData("hours=99999999999", "hours")]
    [InlineData("hours=1&from=2026-11-22T11:00:00Z", "hours")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-22T11:00:00", "from")]
    [InlineData("from=2026-11-22T13:00:00Z", "from")]
    [InlineData("from=2026-11-22T11:00:00Z&to=2026-11-22T11:00:00Z", "from")]
    [InlineData("to=", "to")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=10001", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("order=up", "order")]
    [InlineData("interval=", "interval")]
    [InlineData("interval=0", "interval")]
    [InlineData("interval=m", "interval")]
    [InlineData("interval=1w", "interval")]
    [InlineData("interval=2000000000d", "interval")]
    [InlineData("aggregation=median", "aggregation")]
    [InlineData("aggregation=0", "aggregation")]
    [InlineData("key=", "key")]
    [InlineData("key=a%00", "key")]
    public void a_fault_names_its_parameter(string parameters, string field)
    {
        var (query, faults) = Parse(parameters);
        query.ShouldBeNull();
        faults.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void all_faults_are_told_at_once() =>
        Parse("hours=x&limit=x&order=x&interval=x&aggregation=x&key=").Faults.Select(f => f.Field)
            .ShouldBe(["hours", "limit", "order", "interval", "aggregation", "key"], ignoreOrder: true);
}

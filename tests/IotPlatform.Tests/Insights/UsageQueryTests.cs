using IotPlatform.Insights;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Insights;

public sealed class UsageQueryTests
{
    private static readonly LocalDate Today = new(2026, 2, 10);

    [Theory]
    [InlineData(null, null, "2026-02-01", "2026-02-28")]
    [InlineData("2026-01-15", null, "2026-01-15", "2026-02-10")]
    [InlineData("2026-03-15", null, "2026-03-15", "2026-03-15")]
    [InlineData(null, "2025-12-05", "2025-12-01", "2025-12-05")]
    [InlineData("2024-01-01", "2024-12-31", "2024-01-01", "2024-12-31")]
    public void a_date_that_is_not_given_follows_from_the_other_or_from_today(string? start, string? end, string first, string last)
    {
        var (query, faults) = Read(start, end);
        faults.ShouldBeEmpty();
        (Text(query!.First), Text(query.Last)).ShouldBe((first, last));
    }

    [Theory]
    [InlineData("2026-02-02", "2026-02-01", "end_date")]
    [InlineData("2024-01-01", "2025-01-01", "end_date")]
    [InlineData("2024-01-01", null, "end_date")]
    [InlineData("2026-02-30", null, "start_date")]
    [InlineData("", null, "start_date")]
    [InlineData(null, "20260201", "end_date")]
    [InlineData("0001-01-01", "9999-12-31", "start_date,end_date")]
    public void what_is_wrong_is_named(string? start, string? end, string fields) =>
        string.Join(',', Read(start, end).Faults.Select(fault => fault.Field)).ShouldBe(fields);

    [Fact]
    public void a_period_has_all_of_its_days() =>
        Read("2026-02-27", "2026-03-01").Query!.Days.Select(Text).ShouldBe(["2026-02-27", "2026-02-28", "2026-03-01"]);

    private static (UsageQuery? Query, IReadOnlyList<IotPlatform.Platform.Fault> Faults) Read(string? start, string? end)
    {
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> parameters = [];
        if (start is not null) parameters["start_date"] = start;
        if (end is not null) parameters["end_date"] = end;
        return UsageQuery.Read(new QueryCollection(parameters), Today);
    }

    private static string Text(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}

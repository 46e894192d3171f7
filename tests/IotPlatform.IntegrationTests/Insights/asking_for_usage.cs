using System.Globalization;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Insights;

public sealed class asking_for_usage(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Message = """{"temperature":20}""";
    private static readonly int Size = "devices/pump-1/telemetry".Length + Message.Length;

    private static string Today =>
        SystemClock.Instance.GetCurrentInstant().InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task every_acknowledged_message_is_in_it_at_once_and_in_it_once_whenever_it_is_stored()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        for (var sent = 1; sent <= 20; sent++)
        {
            await connection.PublishAsync(Message);
            if (sent % 7 == 0) await Platform.Get<LatestValues>().FlushAsync(default);
            await IsAsync(sent);
        }

        async Task IsAsync(int messages)
        {
            var usage = (await Api.GetAsync("usage")).Is(200);
            var summary = usage["summary"];
            (summary.GetProperty("total_messages").GetInt32(), summary.GetProperty("total_bytes").GetInt32())
                .ShouldBe((messages, messages * Size));
            summary.GetProperty("total_bandwidth_mb").GetDecimal().ShouldBe(messages * Size / 1_000_000m);
            (summary.GetProperty("active_devices").GetInt32(), summary.GetProperty("total_devices").GetInt32()).ShouldBe((1, 1));
            var top = usage["top_devices"].EnumerateArray().ShouldHaveSingleItem();
            (top.GetProperty("device_id").GetString(), top.GetProperty("name").GetString(), top.GetProperty("messages").GetInt32())
                .ShouldBe(("pump-1", "Device pump-1", messages));
            (await Api.GetAsync("stats"))["messages_today"].GetInt32().ShouldBe(messages);
            (await Api.GetAsync("subscription"))["messages_used"].GetInt32().ShouldBe(messages);
        }
    }

    [Fact]
    public async Task while_counts_are_being_stored_all_the_time_none_is_missing_and_none_is_there_twice()
    {
        await using var connection = await Customer.ConnectAsync(await Customer.RegisterAsync());
        using var stop = new CancellationTokenSource();
        var storing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await Platform.Get<LatestValues>().FlushAsync(default);
        });

        for (var sent = 1; sent <= 100; sent++)
        {
            await connection.PublishAsync(Message);
            (await Api.GetAsync("usage"))["summary"].GetProperty("total_messages").GetInt32().ShouldBe(sent);
        }

        await stop.CancelAsync();
        await storing;
    }

    [Fact]
    public async Task it_has_a_row_for_each_day_of_the_month()
    {
        await ReportAsync("pump-1", 3);
        var usage = (await Api.GetAsync("usage")).Is(200);

        var days = usage["daily_breakdown"].EnumerateArray().ToList();
        days.Count.ShouldBe(CultureInfo.InvariantCulture.Calendar.GetDaysInMonth(int.Parse(Today[..4], CultureInfo.InvariantCulture), int.Parse(Today[5..7], CultureInfo.InvariantCulture)));
        (usage["period"].GetProperty("start_date").GetString(), days[0].GetProperty("date").GetString())
            .ShouldBe(($"{Today[..8]}01", $"{Today[..8]}01"));
        usage["period"].GetProperty("end_date").GetString().ShouldBe(days[^1].GetProperty("date").GetString());
        foreach (var day in days)
        {
            var expected = day.GetProperty("date").GetString() == Today ? (3, 1) : (0, 0);
            (day.GetProperty("messages").GetInt32(), day.GetProperty("active_devices").GetInt32()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task the_ten_that_sent_most_come_first_and_of_equals_the_first_by_id()
    {
        for (var number = 0; number < 12; number++) await ReportAsync($"d-{number:d2}", number is 11 ? 3 : 1);
        await Platform.Get<LatestValues>().FlushAsync(default);
        await ReportAgainAsync("d-10", 3);

        var usage = await Api.GetAsync("usage");
        usage["summary"].GetProperty("active_devices").GetInt32().ShouldBe(12);
        usage.Each("top_devices", "device_id").ShouldBe(["d-10", "d-11", "d-00", "d-01", "d-02", "d-03", "d-04", "d-05", "d-06", "d-07"]);
    }

    [Fact]
    public async Task a_deleted_device_stays_counted_and_its_new_life_is_the_same_device()
    {
        await ReportAsync("pump-1", 2);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        await IsAsync(2, active: 1, total: 0, name: null);
        await ReportAsync("pump-1", 3);
        await IsAsync(5, active: 1, total: 1, name: "Device pump-1");
        await Platform.Get<LatestValues>().FlushAsync(default);
        await IsAsync(5, active: 1, total: 1, name: "Device pump-1");
        (await Api.GetAsync("usage?device_id=pump-1"))["summary"].GetProperty("total_messages").GetInt32().ShouldBe(5);

        async Task IsAsync(int messages, int active, int total, string? name)
        {
            var usage = (await Api.GetAsync("usage")).Is(200);
            var summary = usage["summary"];
            (summary.GetProperty("total_messages").GetInt32(), summary.GetProperty("active_devices").GetInt32(), summary.GetProperty("total_devices").GetInt32())
                .ShouldBe((messages, active, total));
            var top = usage["top_devices"].EnumerateArray().ShouldHaveSingleItem();
            (top.GetProperty("messages").GetInt32(), top.GetProperty("name").GetString()).ShouldBe((messages, name));
            usage["daily_breakdown"].EnumerateArray().Sum(day => day.GetProperty("active_devices").GetInt32()).ShouldBe(1);
        }
    }

    [Fact]
    public async Task of_one_device_it_has_that_one_alone()
    {
        await ReportAsync("pump-1", 2);
        await ReportAsync("pump-2", 1);
        await Customer.RegisterAsync("idle");

        await IsAsync("pump-1", 2, 1);
        await IsAsync("idle", 0, 0);
        (await Api.GetAsync("usage?device_id=nobody")).IsInvalid("device_id");

        async Task IsAsync(string device, int messages, int active)
        {
            var summary = (await Api.GetAsync($"usage?device_id={device}")).Is(200)["summary"];
            (summary.GetProperty("total_messages").GetInt32(), summary.GetProperty("active_devices").GetInt32(), summary.GetProperty("total_devices").GetInt32())
                .ShouldBe((messages, active, 1));
        }
    }

    [Fact]
    public async Task of_another_customer_there_is_nothing_in_it()
    {
        await ReportAsync("pump-1", 2);
        var other = await Platform.NewCustomerAsync();
        var usage = (await other.Api.GetAsync("usage")).Is(200);
        usage["summary"].GetProperty("total_messages").GetInt32().ShouldBe(0);
        usage["top_devices"].GetArrayLength().ShouldBe(0);
        (await other.Api.GetAsync("usage?device_id=pump-1")).IsInvalid("device_id");
        (await other.Api.GetAsync("stats"))["messages_today"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task whole_months_and_parts_of_them_add_up()
    {
        await ReportAsync("pump-1", 2);
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        foreach (var (from, to, messages) in new[]
                 {
                     (today, today, 2), (today.PlusDays(-1), today.PlusDays(1), 2), (today.PlusDays(-365), today, 2), (today.PlusMonths(-2), today.PlusMonths(2), 2),
                     (today.PlusDays(-60), today.PlusDays(-1), 0), (today.PlusDays(1), today.PlusDays(3), 0),
                 })
        {
            await Platform.Get<LatestValues>().FlushAsync(default);
            var usage = (await Api.GetAsync($"usage?start_date={Text(from)}&end_date={Text(to)}")).Is(200);
            usage["summary"].GetProperty("total_messages").GetInt32().ShouldBe(messages);
            usage["top_devices"].EnumerateArray().Sum(device => device.GetProperty("messages").GetInt32()).ShouldBe(messages);
            usage["daily_breakdown"].GetArrayLength().ShouldBe(Period.DaysBetween(from, to) + 1);
        }

        static string Text(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("start_date=yesterday", "start_date")]
    [InlineData("end_date=2026-02-30", "end_date")]
    [InlineData("start_date=&end_date=2026-1-1", "start_date", "end_date")]
    [InlineData("start_date=2026-02-02&end_date=2026-02-01", "end_date")]
    [InlineData("start_date=2024-01-01&end_date=2025-01-01", "end_date")]
    public async Task a_period_that_is_none_is_refused(string query, params string[] fields) =>
        (await Api.GetAsync($"usage?{query}")).IsInvalid(fields);

    private async Task ReportAsync(string device, int times)
    {
        await Customer.RegisterAsync(device);
        await ReportAgainAsync(device, times);
    }

    private async Task ReportAgainAsync(string device, int times)
    {
        for (var time = 0; time < times; time++) (await Api.PostAsync($"devices/{device}/telemetry", Message)).Is(200);
    }
}

using System.Globalization;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class listing_alarms(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_filters_the_order_and_the_page_decide()
    {
        await using var first = await Customer.OverheatAsync("d1", Scoped("d1", "critical"));
        await using var second = await Customer.OverheatAsync("d2", Scoped("d2", "warning"));
        await using var third = await Customer.OverheatAsync("d3", Scoped("d3", "info"));
        await Api.PostAsync($"alarms/{second.AlarmId}/acknowledge");
        await Api.PostAsync($"alarms/{third.AlarmId}/resolve");
        var middle = Uri.EscapeDataString(Text(Answer.Time((await Api.GetAsync($"alarms/{second.AlarmId}"))["created_at"])));

        await Shows("", "d3 d2 d1");
        await Shows("status=active", "d1");
        await Shows("status=acknowledged", "d2");
        await Shows("status=resolved", "d3");
        await Shows("status=active&status=resolved", "d3 d1");
        await Shows("status=active,acknowledged", "d2 d1");
        await Shows("severity=critical", "d1");
        await Shows("severity=critical,info", "d3 d1");
        await Shows("severity=critical&severity=warning&status=acknowledged", "d2");
        await Shows("device_id=d2", "d2");
        await Shows("device_id=unknown", "");
        await Shows($"rule_id={third.RuleId}", "d3");
        await Shows($"created_after={middle}", "d3 d2", "d3");
        await Shows($"created_before={middle}", "d2 d1", "d1");
        await Shows("created_after=2020-01-01T00:00:00%2B02:00", "d3 d2 d1");
        await Shows("created_before=2020-01-01T00:00:00Z", "");
        await Shows("sort=created_at", "d1 d2 d3");
        await Shows("page_size=1&page=2", "d2");
    }

    [Theory]
    [InlineData("status=open", "status")]
    [InlineData("status=active,open", "status")]
    [InlineData("status=active&status=open", "status")]
    [InlineData("status=", "status")]
    [InlineData("status=Active", "status")]
    [InlineData("severity=critical,", "severity")]
    [InlineData("status=open&severity=fatal&created_after=x", "status severity created_after")]
    [InlineData("severity=fatal", "severity")]
    [InlineData("created_after=yesterday", "created_after")]
    [InlineData("created_before=2026-01-01", "created_before")]
    [InlineData("sort=colour", "sort")]
    [InlineData("page=0&page_size=1000", "page page_size")]
    public async Task a_value_that_is_none_is_a_422(string query, string fields) =>
        (await Api.GetAsync($"alarms?{query}")).IsInvalid(fields.Split(' '));

    [Fact]
    public async Task a_group_has_the_alarms_of_the_devices_that_are_in_it_now()
    {
        await using var first = await Customer.OverheatAsync("d1", Scoped("d1", "critical"));
        await using var second = await Customer.OverheatAsync("d2", Scoped("d2", "warning"));
        await using var third = await Customer.OverheatAsync("d3", Scoped("d3", "info"));
        var group = await Customer.CreateGroupAsync("Pumps", "d1", "d2");

        await Shows($"group_id={group}", "d2 d1");
        await Shows($"group_id={group}&severity=critical,info", "d1");
        await Shows("group_id=unknown", "");
        (await Api.GetAsync($"alarms?page_size=1&group_id={group}")).Total.ShouldBe(2);
        (await Api.DeleteAsync($"groups/{group}/devices/d1")).Is(204);
        (await Api.GetAsync($"alarms?page_size=1&group_id={group}")).Total.ShouldBe(1);
        (await Customer.JoinAsync(group, "d3")).Is(200);
        await Shows($"group_id={group}", "d3 d2");
        (await Api.DeleteAsync("devices/d2")).Is(204);
        (await Api.GetAsync($"alarms?page_size=1&group_id={group}")).Total.ShouldBe(1);
        (await (await Platform.NewCustomerAsync()).Api.GetAsync($"alarms?group_id={group}")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task every_order_can_be_reversed()
    {
        await using var first = await Customer.OverheatAsync("d1", Scoped("d1", "critical"));
        await using var second = await Customer.OverheatAsync("d2", Scoped("d2", "warning"));
        await using var third = await Customer.OverheatAsync("d3", Scoped("d3", "info"));
        await Api.PostAsync($"alarms/{third.AlarmId}/acknowledge");
        await Api.PostAsync($"alarms/{second.AlarmId}/resolve");
        await first.Connection.MeasureAsync(29);
        await first.Connection.MeasureAsync(32);
        await Customer.OccurredAsync(first.AlarmId, 2);

        await Orders("created_at", "d1 d2 d3");
        await Orders("updated_at", "d3 d2 d1");
        await Orders("triggered_at", "d1 d2 d3");
        await Orders("last_triggered_at", "d2 d3 d1");
        await Orders("severity", "d3 d2 d1");
        await Orders("status", "d3 d1 d2");
    }

    private async Task Orders(string field, string rising)
    {
        await Shows($"sort={field}", rising);
        await Shows($"sort=-{field}", string.Join(' ', rising.Split(' ').Reverse()));
    }

    // Whether the bound itself is within is left open: either is fine.
    private async Task Shows(string query, string expected, string? orElse = null)
    {
        var page = (await Api.GetAsync($"alarms?{query}")).Is(200);
        string.Join(' ', page.Each("alarms", "device_id")).ShouldBeOneOf(expected, orElse ?? expected);
    }

    private static string Scoped(string deviceId, string severity) =>
        $$""" "scope_type":"device","scope_device_id":"{{deviceId}}","severity":"{{severity}}" """;

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}

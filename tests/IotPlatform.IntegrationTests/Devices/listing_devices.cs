using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class listing_devices(PlatformFixture platform) : PlatformTest(platform)
{
    [Theory]
    [InlineData("", "d1 d2 d3")]
    [InlineData("is_active=true", "d1 d2")]
    [InlineData("is_active=false", "d3")]
    [InlineData("status=active", "d1 d2")]
    [InlineData("status=inactive", "d3")]
    [InlineData("is_connected=true", "d2")]
    [InlineData("is_connected=false", "d1 d3")]
    [InlineData("device_type=ESP32", "d1 d3")]
    [InlineData("type=ESP32", "d1 d3")]
    [InlineData("device_type=esp32", "")]
    [InlineData("tag=blue", "d1 d2")]
    [InlineData("tag=Blue", "")]
    [InlineData("tag=a%2Fb", "d1")]
    [InlineData("search=D1", "d1")]
    [InlineData("search=cellar", "d2")]
    [InlineData("search=PUMP", "d1 d3")]
    [InlineData("search=%25", "d3")]
    [InlineData("search=_", "")]
    [InlineData("search=nothing", "")]
    [InlineData("group_id=none", "")]
    [InlineData("profile_id=none", "")]
    [InlineData("tag=blue&device_type=ESP32", "d1")]
    [InlineData("tag=blue&is_active=false", "")]
    [InlineData("sort=device_id", "d1 d2 d3")]
    [InlineData("sort=-device_id", "d3 d2 d1")]
    [InlineData("sort=name", "d2 d1 d3")]
    [InlineData("sort=-name", "d3 d1 d2")]
    [InlineData("sort=created_at", "d1 d2 d3")]
    [InlineData("sort=-created_at", "d3 d2 d1")]
    [InlineData("page_size=2", "d1 d2")]
    [InlineData("page_size=2&page=2", "d3")]
    [InlineData("page_size=2&page=3", "")]
    [InlineData("page_size=1&page=2&sort=-name", "d1")]
    [InlineData("unknown=1", "d1 d2 d3")]
    public async Task the_filters_the_order_and_the_page_decide(string query, string expected)
    {
        await Register("d1", "Pump A", null, "ESP32");
        var connected = await Register("d2", "Gate", "In the Cellar", "other");
        await Register("d3", "Pump B 100%", null, "ESP32");
        await Api.PostAsync("devices/d1/tags", """{"tags":["blue","a/b"]}""");
        await Api.PostAsync("devices/d2/tags", """{"tags":["blue"]}""");
        await Api.PatchAsync("devices/d3", """{"is_active":false}""");
        await using var connection = await Customer.ConnectAsync(connected);
        await Poll.UntilAsync(async () => (await Api.GetAsync("devices/d2"))["is_connected"].GetBoolean(), "d2 is connected");

        (await Api.GetAsync($"devices?{query}")).Is(200).Each("devices", "device_id")
            .ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=x", "page")]
    [InlineData("page=1.5", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("page_size=", "page_size")]
    [InlineData("sort=colour", "sort")]
    [InlineData("sort=--name", "sort")]
    [InlineData("is_active=2", "is_active")]
    [InlineData("is_connected=maybe", "is_connected")]
    [InlineData("status=broken", "status")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) =>
        (await Api.GetAsync($"devices?{query}")).IsInvalid(field);

    [Fact]
    public async Task pages_show_each_device_once_and_all_the_same_total()
    {
        for (var i = 0; i < 25; i++) await Api.PostAsync("devices", $$"""{"name":"Device {{i}}"}""");
        var all = new List<string>();
        for (var page = 1; page <= 3; page++)
        {
            var answer = (await Api.GetAsync($"devices?page={page}&page_size=10")).Is(200);
            answer.Total.ShouldBe(25);
            all.AddRange(answer.Each("devices", "name"));
        }
        all.ShouldBe(Enumerable.Range(0, 25).Select(i => $"Device {i}"));
    }

    [Fact]
    public async Task the_total_counts_what_passes_the_filters()
    {
        await Register("d1", "Pump A", null, "ESP32");
        await Register("d2", "Pump B", null, "other");
        var answer = await Api.GetAsync("devices?device_type=ESP32&page_size=1");
        (answer.Total, answer.Items("devices").Count).ShouldBe((1, 1));
    }

    private async Task<TestDevice> Register(string id, string name, string? description, string type)
    {
        var told = description is null ? "null" : $"\"{description}\"";
        var answer = await Api.PostAsync(
            "devices", $$"""{"device_id":"{{id}}","name":"{{name}}","description":{{told}},"device_type":"{{type}}"}""");
        return new(id, answer.Is(201).Member("mqtt_username")!, answer.Member("mqtt_password")!);
    }
}

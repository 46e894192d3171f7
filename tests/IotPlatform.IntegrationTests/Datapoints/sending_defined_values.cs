using System.Diagnostics.Metrics;
using System.Text.Json;
using IotPlatform.Datapoints;
using IotPlatform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Datapoints;

public sealed class sending_defined_values(PlatformFixture platform) : PlatformTest(platform)
{
    private async Task<JsonElement> LatestOf(string key) =>
        (await Api.GetAsync("devices/pump-1/telemetry/latest")).Is(200)["values"].GetProperty(key);

    private async Task<string> KeysOf(string query) =>
        string.Join(' ', (await Api.GetAsync($"devices/pump-1/telemetry?{query}")).Is(200).Each("data", "key").Order());

    [Theory]
    [InlineData("number", "1 2.5 -3e2", "\"1\" true \"\"")]
    [InlineData("string", "\"1\" \"\"", "1 false")]
    [InlineData("boolean", "true false", "1 \"true\"")]
    public async Task only_values_of_the_type_are_kept_as_they_come_and_the_rest_of_the_message_is(string type, string right, string wrong)
    {
        await Customer.DefineAsync("key", $"\"data_type\":\"{type}\"");
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        foreach (var value in right.Split(' '))
        {
            await device.PublishAsync($$"""{"key":{{value}},"free":{{value}}}""");
            var (kept, free) = (await LatestOf("key"), await LatestOf("free"));
            kept.GetProperty("value").GetRawText().ShouldBe(free.GetProperty("value").GetRawText());
        }
        var last = (await LatestOf("key")).GetRawText();
        foreach (var value in wrong.Split(' '))
        {
            await device.PublishAsync($$"""{"key":{{value}},"free":{{value}}}""");
            (await LatestOf("key")).GetRawText().ShouldBe(last);
            (await LatestOf("free")).GetProperty("value").GetRawText().ShouldBe(value);
        }
        (await Api.GetAsync("devices/pump-1/telemetry?key=key"))["count"].GetInt32().ShouldBe(right.Split(' ').Length);
    }

    [Fact]
    public async Task what_is_dropped_is_counted()
    {
        long dropped = 0;
        using var listener = new MeterListener();
        var meters = Platform.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "iot.telemetry.dropped_values" && ReferenceEquals(instrument.Meter.Scope, meters))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags[0].Value is "wrong_kind") Interlocked.Add(ref dropped, count);
        });
        listener.Start();
        await Customer.DefineAsync("a");
        await Customer.DefineAsync("b", "\"data_type\":\"boolean\"");
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await device.PublishAsync("""{"a":"x","b":1,"c":1}""");
        await device.PublishAsync("""{"a":null,"b":true}""");
        Interlocked.Read(ref dropped).ShouldBe(2);
    }

    [Fact]
    public async Task a_message_of_which_nothing_is_left_is_acknowledged_and_the_device_stays_connected()
    {
        await Customer.DefineAsync();
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await device.PublishAsync("""{"temperature":"hot"}""");
        device.IsConnected.ShouldBeTrue();
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(0);
        await device.MeasureAsync(20);
        (await LatestOf("temperature")).GetProperty("value").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task unit_and_id_are_told_from_the_definition_on_and_till_the_deletion()
    {
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await device.MeasureAsync(20);
        await ShowsAsync(null, null);
        var id = await Customer.DefineAsync("temperature", "\"unit\":\"°C\"");
        await ShowsAsync(id, "°C");
        await Api.PutAsync($"datapoints/{id}", """{"unit":"K"}""");
        await ShowsAsync(id, "K");
        await Api.PutAsync($"datapoints/{id}", """{"unit":null}""");
        await ShowsAsync(id, null);
        await Api.DeleteAsync($"datapoints/{id}");
        await ShowsAsync(null, null);
        await device.PublishAsync("""{"temperature":"hot"}""");
        (await LatestOf("temperature")).GetProperty("value").GetString().ShouldBe("hot");
        var again = await Customer.DefineAsync("temperature", "\"unit\":\"F\",\"data_type\":\"string\"");
        await ShowsAsync(again, "F");
    }

    [Fact]
    public async Task a_datapoint_is_asked_for_by_id_or_key()
    {
        var id = await Customer.DefineAsync("a");
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await device.PublishAsync("""{"a":1,"b":2,"c":3}""");
        foreach (var (query, expected) in new[]
        {
            ("", "a b c"), ($"datapoint_id={id}", "a"), ("datapoint_id=a", "a"), ("datapoint_id=b", "b"),
            ($"datapoint_id={id}&datapoint_id=b", "a b"), ($"datapoint_id={id}&key=c", "a c"), ("key=a", "a"), ($"key={id}", ""),
            ("datapoint_id=unknown", ""),
        })
            (await KeysOf(query)).ShouldBe(expected, query);
        await Api.DeleteAsync($"datapoints/{id}");
        (await KeysOf($"datapoint_id={id}")).ShouldBe("");
        (await KeysOf("datapoint_id=a")).ShouldBe("a");
    }

    [Fact]
    public async Task another_customers_definitions_say_nothing_of_ones_own_values()
    {
        var other = await Platform.NewCustomerAsync();
        var theirs = await other.DefineAsync("temperature", "\"data_type\":\"string\",\"unit\":\"K\"");
        await using var device = await Customer.ConnectAsync(await Customer.RegisterAsync());
        await device.MeasureAsync(20);
        await ShowsAsync(null, null);
        (await KeysOf($"datapoint_id={theirs}")).ShouldBe("");
    }

    [Fact]
    public async Task a_platform_that_starts_later_knows_what_was_defined()
    {
        var id = await Customer.DefineAsync("temperature", "\"unit\":\"K\",\"data_type\":\"string\"");
        await using var later = Platform.Build();
        var catalog = later.Services.GetRequiredService<DatapointCatalog>();
        await catalog.StartAsync(default);
        catalog.FindById(Customer.Id, id).ShouldBe(new DatapointInfo(id, "temperature", "K", SampleKind.Text));
        catalog.OfCustomer(Customer.Id)!.Keys.ShouldBe(["temperature"]);
    }

    private async Task ShowsAsync(string? id, string? unit)
    {
        var stored = (await Api.GetAsync("devices/pump-1/telemetry?key=temperature")).Items("data")[0];
        JsonElement[] shown = [await LatestOf("temperature"), stored];
        foreach (var value in shown)
            (value.GetProperty("datapoint_id").GetString(), value.GetProperty("unit").GetString()).ShouldBe((id, unit));
    }
}

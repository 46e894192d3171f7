using System.Text.RegularExpressions;
using IotPlatform.IntegrationTests.Notifications;
using IotPlatform.IntegrationTests.OpenApi;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed partial class keeping_customers_apart(PlatformFixture platform) : PlatformTest(platform)
{
    // Valid wherever a body is wanted, so that the id in the path is all that can be wrong.
    private const string AnyBody = """{"name":"x","tags":["x"],"device_ids":["x"]}""";

    [Fact]
    public async Task every_route_of_the_description_answers_404_to_another_customers_ids()
    {
        await using var foreign = await Customer.OverheatAsync();
        await Api.PostAsync("devices/pump-1/tags", """{"tags":["x"]}""");
        var group = (await Api.PostAsync("groups", """{"name":"Pumps"}""")).Is(201).Id;
        await Api.PostAsync($"groups/{group}/devices", """{"device_ids":["pump-1"]}""");
        var ids = new Dictionary<string, string>
        {
            ["device_id"] = foreign.Device.Id,
            ["rule_id"] = foreign.RuleId,
            ["alarm_id"] = foreign.AlarmId,
            ["command_id"] = (await Customer.QueueAsync()).Id,
            ["channel_id"] = await Customer.CreateChannelAsync(),
            ["tag"] = "x",
            ["group_id"] = group,
            ["profile_id"] = (await Api.PostAsync("profiles", """{"name":"Pump"}""")).Is(201).Id,
            ["policy_id"] = await Customer.PolicyAsync(),
            ["silence_id"] = (await Customer.SilenceAsync()).Id,
            ["delivery_id"] = (await Api.PostAsync($"notifications/channels/{await Customer.CreateChannelAsync()}/test")).Is(200).Member("delivery_id")!,
            ["datapoint_id"] = (await Api.PostAsync("datapoints", """{"key":"temperature"}""")).Is(201).Id,
        };
        var stranger = await Platform.NewCustomerAsync();

        var tried = 0;
        foreach (var (method, pattern, _) in CommittedDocument.Operations.Where(operation => operation.Path.Contains('{')))
        {
            var path = Parameter().Replace(pattern, match => ids[match.Groups[1].Value])["/v1/iot/".Length..];
            var answer = await stranger.Api.SendAsync(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : AnyBody);
            answer.Status.ShouldBe(404, $"{method} {pattern}: {answer}");
            answer.IsProblem(404, "not_found");
            tried++;
        }

        tried.ShouldBeGreaterThanOrEqualTo(30);
        (await Api.GetAsync($"alarms/{foreign.AlarmId}")).Member("status").ShouldBe("active");
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe("Device pump-1");
        (await Api.GetAsync($"rules/{foreign.RuleId}"))["is_enabled"].GetBoolean().ShouldBeTrue();
        (await Api.GetAsync($"groups/{group}"))["device_count"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task lists_show_ones_own_alone()
    {
        await using var foreign = await Customer.OverheatAsync();
        var stranger = await Platform.NewCustomerAsync();
        foreach (var list in new[] { "devices", "rules", "alarms" })
        {
            (await Api.GetAsync(list)).Total.ShouldBe(1);
            (await stranger.Api.GetAsync(list)).Total.ShouldBe(0);
        }
        (await stranger.Api.GetAsync($"alarms?rule_id={foreign.RuleId}&device_id=pump-1")).Total.ShouldBe(0);
        (await stranger.Api.GetAsync("devices?search=pump")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task two_customers_may_give_their_devices_the_same_id()
    {
        var other = await Platform.NewCustomerAsync();
        var mine = await Customer.RegisterAsync("pump-1");
        var theirs = await other.RegisterAsync("pump-1");
        mine.Username.ShouldNotBe(theirs.Username);

        await using var connection = await Customer.ConnectAsync(mine);
        await using var otherConnection = await other.ConnectAsync(theirs);
        await connection.MeasureAsync(1);
        await otherConnection.MeasureAsync(2);

        (await Latest(Customer)).ShouldBe(1);
        (await Latest(other)).ShouldBe(2);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await other.Api.GetAsync("devices/pump-1")).Is(200);
        otherConnection.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task another_customers_password_opens_no_session()
    {
        var other = await Platform.NewCustomerAsync();
        var mine = await Customer.RegisterAsync("pump-1");
        var theirs = await other.RegisterAsync("pump-1");
        (await DeviceConnection.LoginAsync(mine with { Password = theirs.Password }, Platform.MqttPort))
            .ShouldBe(MQTTnet.MqttClientConnectResultCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task a_rule_over_the_fleet_is_about_ones_own_devices_alone()
    {
        var other = await Platform.NewCustomerAsync();
        await other.CreateRuleAsync();
        await using var own = await other.OverheatAsync("pump-2");
        await using var hot = await Customer.OverheatAsync();
        (await other.AlarmsAsync()).ShouldAllBe(alarm => alarm.GetProperty("device_id").GetString() == "pump-2");
    }

    private static async Task<double> Latest(TestCustomer customer) =>
        (await customer.Api.GetAsync("devices/pump-1/telemetry/latest"))
            .Is(200)["values"].GetProperty("temperature").GetProperty("value").GetDouble();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}

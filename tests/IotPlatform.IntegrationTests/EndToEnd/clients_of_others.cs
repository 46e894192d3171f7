using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

[Collection(FreshPlatformTests.Name)]
public sealed class clients_of_others(FreshPlatform platform)
{
    private static readonly string[] Keys = ["q0", "q1", "q2"];

    // The mosquitto clients speak no WebSocket.
    public static TheoryData<string, string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, string>();
            foreach (var (client, schemes) in new[] { ("mosquitto", (string[])["mqtt", "mqtts"]), ("mqtt.js", ["mqtt", "mqtts", "ws"]), ("paho", ["mqtt", "mqtts", "ws"]) })
                foreach (var scheme in schemes)
                    foreach (var version in new[] { "3.1.1", "5" }) ways.Add(client, scheme, version);
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task what_they_publish_at_every_quality_of_service_is_there(string client, string scheme, string version)
    {
        var device = await platform.Process.RegisterAsync($"{client}-{scheme}-{version}");
        await ForeignClient.PublishAsync(client, version, Url(scheme), device, platform.CertificateFile);
        (await LatestAsync(device)).ShouldContainKeyAndValue("q1", 1);
        (await LatestAsync(device)).ShouldContainKeyAndValue("q2", 2);
        await Poll.UntilAsync(async () => (await LatestAsync(device)).Keys.Order(StringComparer.Ordinal).SequenceEqual(Keys), "QoS 0 too");
    }

    [Theory]
    [InlineData("3.1.1")]
    [InlineData("5")]
    public async Task mosquitto_may_subscribe_to_its_own_commands_alone(string version)
    {
        var device = await platform.Process.RegisterAsync($"subscriber-{version}");
        var own = await ForeignClient.SubscribeAsync(
            version, Url("mqtt"), device, $"devices/{device.Id}/commands/#", platform.CertificateFile);
        own.ExitCode.ShouldBe(0, own.Said);
        var foreign = await ForeignClient.SubscribeAsync(
            version, Url("mqtt"), device, "devices/other/commands/#", platform.CertificateFile);
        foreign.Said.ShouldContain("denied");
    }

    [Theory]
    [InlineData("3.1.1")]
    [InlineData("5")]
    public async Task a_command_reaches_mosquitto_and_is_known_to_have_done_so(string version)
    {
        var device = await platform.Process.RegisterAsync($"commanded-{version}");
        var command = (await platform.Process.Api.PostAsync($"devices/{device.Id}/commands", """{"name":"open","payload":{"valve":7}}""")).Is(201);
        var received = await ForeignClient.ReceiveAsync(version, Url("mqtt"), device, $"devices/{device.Id}/commands/#");
        received.ExitCode.ShouldBe(0, received.Said);
        received.Said.ShouldContain("open");
        received.Said.ShouldContain("\"valve\"");
        await Poll.UntilAsync(
            async () => (await platform.Process.Api.GetAsync($"devices/{device.Id}/commands/{command.Id}")).Member("status") is "delivered", "the delivery");
    }

    private Uri Url(string scheme) => scheme switch
    {
        "mqtt" => new($"mqtt://127.0.0.1:{platform.Process.MqttPort}"),
        "mqtts" => new($"mqtts://127.0.0.1:{platform.TlsPort}"),
        _ => new($"ws://127.0.0.1:{platform.Process.Http.BaseAddress!.Port}/mqtt"),
    };

    private async Task<Dictionary<string, int>> LatestAsync(TestDevice device) =>
        (await platform.Process.Api.GetAsync($"devices/{device.Id}/telemetry/latest")).Is(200)["values"].EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetProperty("value").GetInt32());
}

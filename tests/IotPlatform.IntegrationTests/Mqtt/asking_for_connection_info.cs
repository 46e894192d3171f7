using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Mqtt;

public sealed class asking_for_connection_info(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_says_what_really_listens()
    {
        var info = (await Api.GetAsync("credentials")).Is(200);

        (info.Member("broker"), info["port"].GetInt32(), info.Member("websocket_path")).ShouldBe(("127.0.0.1", Platform.MqttPort, "/mqtt"));
        info["ports"].GetProperty("mqtt").GetInt32().ShouldBe(Platform.MqttPort);
        info["ports"].GetProperty("ws").GetInt32().ShouldBe(Platform.Http.BaseAddress!.Port);
        foreach (var closed in new[] { "mqtts", "wss" }) info["ports"].GetProperty(closed).ValueKind.ShouldBe(JsonValueKind.Null);
        info["protocols"].EnumerateArray().Select(name => name.GetString()).ShouldBe(["mqtt", "ws"]);
        info["tls"].ToString().ShouldBe("""{"required":false,"min_version":null}""");
        info["topics"].GetProperty("telemetry").GetString().ShouldBe("devices/{device_id}/telemetry");
        info.Text.ShouldNotContain("password");
    }
}

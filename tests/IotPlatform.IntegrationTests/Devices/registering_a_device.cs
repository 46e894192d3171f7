using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class registering_a_device(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
    [
        "device_id", "name", "description", "device_type", "metadata", "is_active", "is_connected", "last_seen", "last_connected_at",
        "last_disconnected_at", "telemetry_errors", "profile_id", "tags", "group_ids", "created_at", "updated_at",
    ];

    private static readonly string[] Secrets = ["mqtt_username", "mqtt_password", "mqtt_credentials"];

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        var answer = await Api.PostAsync("devices", """
            {"device_id":"pump-1","name":"Pump","description":"In the cellar","device_type":"ESP32","metadata":{"floor":-1,"x":[1.50,null]}}
            """);
        answer.Is(201).Headers.Location!.ToString().ShouldEndWith("/v1/iot/devices/pump-1");
        answer.ETag.ShouldBe("\"1\"");
        answer.Json.EnumerateObject().Select(member => member.Name).ShouldBe([.. Members, .. Secrets], ignoreOrder: true);

        var seen = (await Api.GetAsync("devices/pump-1")).Is(200);
        seen.Json.EnumerateObject().Select(member => member.Name).ShouldBe(Members, ignoreOrder: true);
        seen.ETag.ShouldBe(answer.ETag);
        (seen.Member("name"), seen.Member("description"), seen.Member("device_type")).ShouldBe(("Pump", "In the cellar", "ESP32"));
        JsonElement.DeepEquals(seen["metadata"], JsonElement.Parse("""{"floor":-1,"x":[1.50,null]}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task without_anything_but_a_name_it_has_the_defaults()
    {
        var answer = (await Api.PostAsync("devices", """{"name":"Pump"}""")).Is(201);
        Guid.TryParse(answer.Member("device_id"), out _).ShouldBeTrue();
        answer["is_active"].GetBoolean().ShouldBeTrue();
        answer["is_connected"].GetBoolean().ShouldBeFalse();
        foreach (var absent in new[] { "description", "device_type", "last_seen", "last_connected_at", "last_disconnected_at", "telemetry_errors", "profile_id" })
            answer[absent].ValueKind.ShouldBe(JsonValueKind.Null, absent);
        (answer["tags"].GetArrayLength(), answer["group_ids"].GetArrayLength(), answer["metadata"].GetRawText()).ShouldBe((0, 0, "{}"));
        (await Api.GetAsync($"devices/{answer.Member("device_id")}")).Is(200);
    }

    [Fact]
    public async Task nulls_stand_for_the_defaults()
    {
        var answer = await Api.PostAsync(
            "devices", """{"device_id":null,"name":"Pump","description":null,"device_type":null,"metadata":null,"is_active":null}""");
        answer.Is(201)["is_active"].GetBoolean().ShouldBeTrue();
        answer.Member("device_id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task its_credentials_are_shown_once_and_open_a_session()
    {
        var answer = (await Api.PostAsync("devices", """{"device_id":"pump-1","name":"Pump"}""")).Is(201);
        var credentials = answer["mqtt_credentials"];
        var password = answer.Member("mqtt_password")!;
        password.Length.ShouldBeGreaterThanOrEqualTo(32);
        Uri.EscapeDataString(password).ShouldBe(password, "URL-safe");
        credentials.GetProperty("username").GetString().ShouldBe(answer.Member("mqtt_username"));
        credentials.GetProperty("password").GetString().ShouldBe(password);
        credentials.GetProperty("client_id").GetString().ShouldBe("pump-1");
        credentials.GetProperty("broker").GetString().ShouldBe("127.0.0.1");
        credentials.GetProperty("port").GetInt32().ShouldBe(Platform.MqttPort);

        (await DeviceConnection.LoginAsync(new("pump-1", answer.Member("mqtt_username")!, password), Platform.MqttPort))
            .ShouldBe(MQTTnet.MqttClientConnectResultCode.Success);
        (await Api.GetAsync("devices/pump-1")).Text.ShouldNotContain("mqtt");
        (await Api.GetAsync("devices")).Text.ShouldNotContain(password);
    }

    [Fact]
    public async Task two_devices_never_get_the_same_password() =>
        (await Customer.RegisterAsync("a")).Password.ShouldNotBe((await Customer.RegisterAsync("b")).Password);

    [Theory]
    [InlineData("a")]
    [InlineData("A-Z_a.z:0-9")]
    [InlineData("...")]
    [InlineData("..a")]
    [InlineData("-")]
    public async Task these_ids_are_fine(string id)
    {
        var answer = (await Api.PostAsync("devices", $$"""{"device_id":"{{id}}","name":"x"}""")).Is(201);
        answer.Member("device_id").ShouldBe(id);
        (await Api.GetAsync($"devices/{Uri.EscapeDataString(id)}")).Is(200).Member("device_id").ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a+b")]
    [InlineData("a#b")]
    [InlineData("a%b")]
    [InlineData("größe")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    [InlineData("$SYS")]
    public async Task these_ids_are_not(string id) =>
        (await Api.PostAsync("devices", $$"""{"device_id":"{{id}}","name":"x"}""")).IsInvalid("device_id");

    [Fact]
    public async Task an_id_has_at_most_128_characters()
    {
        (await Api.PostAsync("devices", $$"""{"device_id":"{{new string('x', 128)}}","name":"x"}""")).Is(201);
        (await Api.PostAsync("devices", $$"""{"device_id":"{{new string('x', 129)}}","name":"x"}""")).IsInvalid("device_id");
        (await Api.PostAsync("devices", """{"device_id":7,"name":"x"}""")).IsInvalid("device_id");
    }

    [Fact]
    public async Task a_name_is_required_and_has_at_most_100_characters()
    {
        (await Api.PostAsync("devices", "{}")).IsInvalid("name");
        (await Api.PostAsync("devices")).IsInvalid("name");
        (await Api.PostAsync("devices", """{"name":null}""")).IsInvalid("name");
        (await Api.PostAsync("devices", """{"name":"  "}""")).IsInvalid("name");
        (await Api.PostAsync("devices", $$"""{"name":"{{new string('é', 100)}}"}""")).Is(201);
        (await Api.PostAsync("devices", $$"""{"name":"{{new string('x', 101)}}"}""")).IsInvalid("name");
    }

    [Fact]
    public async Task a_description_has_at_most_1000_characters()
    {
        (await Api.PostAsync("devices", $$"""{"name":"x","description":"{{new string('x', 1_000)}}"}""")).Is(201);
        (await Api.PostAsync("devices", $$"""{"name":"x","description":"{{new string('x', 1_001)}}"}""")).IsInvalid("description");
    }

    [Fact]
    public async Task metadata_is_an_object_of_at_most_16_kib()
    {
        string Sized(int bytes) => $$"""{"a":"{{new string('x', bytes - """{"a":""}""".Length)}}"}""";
        (await Api.PostAsync("devices", $$"""{"name":"x","metadata":{{Sized(16 * 1024)}}}""")).Is(201);
        (await Api.PostAsync("devices", $$"""{"name":"x","metadata":{{Sized(16 * 1024 + 1)}}}""")).IsInvalid("metadata");
        (await Api.PostAsync("devices", """{"name":"x","metadata":"a"}""")).IsInvalid("metadata");
    }

    [Fact]
    public async Task an_id_in_use_is_refused_and_the_device_stays_as_it_is()
    {
        var device = await Customer.RegisterAsync("pump-1");
        (await Api.PostAsync("devices", """{"device_id":"pump-1","name":"Other"}""")).IsProblem(409, "duplicate");
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe("Device pump-1");
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldBe(MQTTnet.MqttClientConnectResultCode.Success);
    }

    [Fact]
    public async Task an_id_that_is_a_rules_is_in_use()
    {
        var rule = await Customer.CreateRuleAsync();
        (await Api.PostAsync("devices", $$"""{"device_id":"{{rule}}","name":"x"}""")).IsProblem(409, "duplicate");
        (await Api.GetAsync($"rules/{rule}")).Is(200);
    }

    [Fact]
    public async Task of_many_at_once_with_one_id_just_one_is_registered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Api.PostAsync("devices", $$"""{"device_id":"pump-1","name":"{{i}}"}""")));
        var winner = answers.Single(answer => answer.Status is 201);
        answers.Count(answer => answer.Status is 409).ShouldBe(19);
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe(winner.Member("name"));
        (await Api.GetAsync("devices")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task an_inactive_device_can_not_connect()
    {
        var device = await Customer.RegisterAsync("pump-1", "\"is_active\":false");
        (await Api.GetAsync("devices/pump-1"))["is_active"].GetBoolean().ShouldBeFalse();
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldNotBe(MQTTnet.MqttClientConnectResultCode.Success);
    }
}

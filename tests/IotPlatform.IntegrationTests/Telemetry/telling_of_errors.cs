using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

public sealed class telling_of_errors(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Path = "devices/pump-1/telemetry";

    private async Task<JsonElement> ErrorsAsync() => (await Api.GetAsync("devices/pump-1")).Is(200)["telemetry_errors"];

    // They are stored every second.
    private async Task<JsonElement> ErrorsAsync(int badPayloads, int wrongType, int tooOld, int refusedPublishes)
    {
        (int, int, int, int) expected = (badPayloads, wrongType, tooOld, refusedPublishes), seen = default;
        await Poll.UntilAsync(async () => (seen = Counts(await ErrorsAsync())) == expected, $"the errors {expected}");
        return (await ErrorsAsync()).GetProperty("last_error");
    }

    private static (int, int, int, int) Counts(JsonElement errors)
    {
        int Of(string member) => errors.ValueKind is JsonValueKind.Null ? 0 : errors.GetProperty(member).GetInt32();
        return (Of("bad_payloads"), Of("wrong_type"), Of("too_old"), Of("refused_publishes"));
    }

    private static string? Text(JsonElement error, string member) => error.GetProperty(member).GetString();

    [Fact]
    public async Task a_device_that_makes_no_errors_has_none_to_tell_of()
    {
        await Customer.RegisterAsync();
        (await ErrorsAsync()).ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.PostAsync(Path, """{"a":1}""")).Is(200);
        (await ErrorsAsync()).ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.GetAsync("devices")).Items("devices").ShouldHaveSingleItem().GetProperty("telemetry_errors").ValueKind
            .ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task bad_payloads_are_counted_whatever_they_came_over_and_the_last_is_explained()
    {
        var device = await Customer.RegisterAsync();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await using (var connection = await Customer.ConnectAsync(device))
        {
            await connection.PublishAsync("""{"a":""");
            await connection.PublishAsync("""{"a":1}""");
            await connection.PublishAsync("5");
        }
        (await Api.PostAsync(Path, """{"gps":{"track":["top secret"]}}""")).Is(422);

        var last = await ErrorsAsync(3, 0, 0, 0);
        (Text(last, "topic"), Text(last, "reason"), Text(last, "detail"))
            .ShouldBe(("devices/pump-1/telemetry", "array_value", "gps.track: A value is an array; send one key for each element."));
        Answer.Time(last.GetProperty("at")).ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task dropped_values_are_counted_by_their_reason_and_the_list_tells_of_them_too()
    {
        await Customer.RegisterAsync();
        await Customer.DefineAsync("temperature");
        (await Api.PostAsync(Path, """[{"temperature":"top secret"},{"ts":1,"values":{"a":1,"b":2}}]""")).Is(200);
        var last = await ErrorsAsync(0, 1, 2, 0);
        (Text(last, "reason"), Text(last, "detail")!.Split(':')[0]).ShouldBe(("wrong_type", "temperature"));
        last.ToString().ShouldNotContain("secret");
        var listed = (await Api.GetAsync("devices")).Is(200).Items("devices").ShouldHaveSingleItem().GetProperty("telemetry_errors");
        JsonElement.DeepEquals(listed, await ErrorsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task a_refused_publish_is_counted_there_and_nowhere_else()
    {
        var device = await Customer.RegisterAsync();
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer("127.0.0.1", Platform.MqttPort).WithClientId(device.Id).WithCredentials(device.Username, device.Password).Build());

        await client.PublishStringAsync("devices/pump-2/telemetry", "1", MqttQualityOfServiceLevel.AtLeastOnce);
        (Text(await ErrorsAsync(0, 0, 0, 1), "reason"), Text((await ErrorsAsync()).GetProperty("last_error"), "topic"))
            .ShouldBe(("not_authorized", "devices/pump-2/telemetry"));
        await client.PublishBinaryAsync("devices/pump-1/telemetry", new byte[(128 * 1024) + 1], MqttQualityOfServiceLevel.AtLeastOnce);
        Text(await ErrorsAsync(0, 0, 0, 2), "reason").ShouldBe("too_large");
        (await Api.PostAsync(Path, new string(' ', (128 * 1024) + 1))).Is(413);
        await ErrorsAsync(0, 0, 0, 3);

        (await RowsAsync("telemetry_log", device.Id)).ShouldBe(0, "no message was counted");
    }

    [Fact]
    public async Task a_will_that_the_device_may_not_publish_is_a_refused_publish()
    {
        var device = await Customer.RegisterAsync();
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311).WithWillTopic("devices/pump-2/status")
            .WithTcpServer("127.0.0.1", Platform.MqttPort).WithClientId(device.Id).WithCredentials(device.Username, device.Password).Build());
        Text(await ErrorsAsync(0, 0, 0, 1), "topic").ShouldBe("devices/pump-2/status");
    }

    [Fact]
    public async Task a_device_that_is_registered_again_starts_without_errors_and_nothing_of_the_old_ones_is_left()
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Path, "bad")).Is(400);
        await ErrorsAsync(1, 0, 0, 0);
        var key = await ScalarAsync<int>("select device_key from iot.device_state where customer = $1", Customer.Id);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        await Customer.RegisterAsync();
        (await ErrorsAsync()).ValueKind.ShouldBe(JsonValueKind.Null);
        await Poll.UntilAsync(
            async () => await ScalarAsync<long>("select count(*) from iot.telemetry_errors where device_key = $1", key) == 0, "the erasure");
    }

    private Task<long> RowsAsync(string table, string deviceId) => ScalarAsync<long>(
        $"select count(*) from iot.{table} join iot.device_state s using (device_key) where s.customer = $1 and s.device_id = $2", Customer.Id, deviceId);

    private async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var database = NpgsqlDataSource.Create(Platform.ConnectionString);
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.AddWithValue(parameter);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

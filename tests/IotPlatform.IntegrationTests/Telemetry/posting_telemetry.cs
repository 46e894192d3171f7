using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

public sealed class posting_telemetry(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Path = "devices/pump-1/telemetry";

    private static (string, string) Basic(string username, string password) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    private Task<Answer> PostAsAsync(TestDevice device, string json, string path = Path) =>
        Platform.As(null).SendAsync(HttpMethod.Post, path, json, Basic(device.Username, device.Password));

    private async Task<JsonElement> LatestAsync(string key = "temperature") =>
        (await Api.GetAsync($"{Path}/latest")).Is(200)["values"].GetProperty(key).GetProperty("value");

    private static void Counts(Answer answer, int accepted, int rejected) =>
        (answer.Is(200)["accepted"].GetInt32(), answer["rejected"].GetInt32()).ShouldBe((accepted, rejected));

    [Fact]
    public async Task what_a_device_posts_with_its_own_credentials_is_there_when_it_is_answered()
    {
        var device = await Customer.RegisterAsync();
        for (var i = 1; i <= 10; i++)
        {
            var answer = await PostAsAsync(device, $$$"""{"temperature":{{{i}}},"gps":{"lat":59.9}}""");
            Counts(answer, 2, 0);
            answer.Items("errors").ShouldBeEmpty();
            (await LatestAsync()).GetInt32().ShouldBe(i);
        }
        (await Api.GetAsync($"{Path}?key=gps.lat"))["count"].GetInt32().ShouldBe(10);
        (await Api.GetAsync("devices/pump-1"))["last_seen"].ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Theory]
    [InlineData("""{"ts":"2026-11-22T10:00:00+01:00","values":{"temperature":1}}""")]
    [InlineData("""[{"ts":1795338000000,"values":{"temperature":0}},{"ts":1795338000,"values":{"temperature":1}}]""")]
    public async Task the_payloads_are_those_of_mqtt(string payload)
    {
        await Customer.RegisterAsync();
        var now = DateTimeOffset.UtcNow.AddMinutes(-1);
        var text = payload.Replace("2026-11-22T10:00:00+01:00", $"{now:yyyy-MM-ddTHH:mm:ss}+00:00")
            .Replace("1795338000", $"{now.ToUnixTimeSeconds()}");
        (await Api.PostAsync(Path, text)).Is(200)["rejected"].GetInt32().ShouldBe(0);
        var point = (await Api.GetAsync(Path)).Items("data").ShouldHaveSingleItem();
        (point.GetProperty("value").GetInt32(), Answer.Time(point.GetProperty("timestamp")).ToUnixTimeSeconds())
            .ShouldBe((1, now.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task values_that_are_left_out_are_counted_and_their_keys_named_with_the_reason()
    {
        await Customer.RegisterAsync();
        await Customer.DefineAsync("temperature");
        var answer = await Api.PostAsync(Path, """
            [{"temperature":"hot","a":1},{"temperature":true},{"ts":1,"values":{"a":1,"b":2}}]
            """);
        Counts(answer, 1, 4);
        answer.Items("errors").Select(e => (e.GetProperty("key").GetString(), e.GetProperty("reason").GetString()))
            .ShouldBe([("temperature", "wrong_type"), ("a", "too_old"), ("b", "too_old")]);
        answer.Items("errors").ShouldAllBe(e => e.GetProperty("message").GetString()!.Length > 0);
    }

    [Theory]
    [InlineData("""{"a":1""")]
    [InlineData("hello")]
    [InlineData("""{"a":1}}""")]
    public async Task what_is_no_json_is_a_400(string body)
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Path, body)).IsProblem(400, "malformed_json");
    }

    [Theory]
    [InlineData("""{"gps":{"track":[1,2]}}""", "gps.track", "array_value")]
    [InlineData("""5""", "body", "not_an_object")]
    [InlineData("", "body", "empty")]
    [InlineData("""{"":1}""", "body", "empty_key")]
    [InlineData("""{"ts":"yesterday","values":{"a":1}}""", "body", "bad_timestamp")]
    [InlineData("""{"a":"x\u0000y"}""", "a", "nul_character")]
    public async Task a_payload_that_can_not_be_used_is_a_422_that_names_place_fault_and_remedy(string body, string field, string reason)
    {
        var device = await Customer.RegisterAsync();
        var answer = await PostAsAsync(device, body);
        answer.IsInvalid(field);
        answer.Member("detail").ShouldNotBeNull().ShouldContain($"({reason})");
        (await Api.GetAsync($"{Path}/latest"))["values"].EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_payload_of_more_than_128_kib_is_a_413()
    {
        await Customer.RegisterAsync();
        var fits = $$"""{"a":1{{new string(' ', (128 * 1024) - 7)}}}""";
        Counts(await Api.PostAsync(Path, fits), 1, 0);
        (await Api.PostAsync(Path, fits + " ")).IsProblem(413, "payload_too_large").Member("detail").ShouldNotBeNull()
            .ShouldContain("128 KiB");
        // The connection is left in a state in which it can be used again.
        (await Api.GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task what_is_declared_as_something_else_than_json_is_a_415()
    {
        await Customer.RegisterAsync();
        using var form = new StringContent("""{"a":1}""", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        (await Api.SendAsync(HttpMethod.Post, Path, form)).IsProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task wrong_credentials_are_a_401_that_offers_basic_and_the_right_ones_work_beside_them()
    {
        var device = await Customer.RegisterAsync();
        foreach (var wrong in new[] { Basic(device.Username, "wrong"), Basic("nobody.pump-1", device.Password), ("Authorization", "Basic !"), Basic("", "") })
        {
            var refused = await Platform.As(null).SendAsync(HttpMethod.Post, Path, """{"a":1}""", wrong);
            refused.IsProblem(401, "unauthorized").Headers.WwwAuthenticate.ShouldContain(challenge => challenge.Scheme == "Basic");
        }
        (await Platform.As(null).PostAsync(Path, "{}")).IsProblem(401, "unauthorized").Headers.WwwAuthenticate
            .Select(challenge => challenge.Scheme).ShouldBe(["ApiKey", "Bearer", "Basic"]);
        Counts(await PostAsAsync(device, """{"a":1}"""), 1, 0);
    }

    [Fact]
    public async Task failed_logins_are_slowed_down()
    {
        var device = await Customer.RegisterAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 5; i++) (await PostAsAsync(device with { Password = "x" }, "{}")).Is(401);
        watch.Elapsed.TotalSeconds.ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task a_device_posts_for_itself_alone_and_may_do_nothing_else()
    {
        var device = await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("pump-2");
        (await PostAsAsync(device, """{"a":1}""", "devices/pump-2/telemetry")).IsProblem(404, "not_found");
        var elsewhere = Basic(device.Username, device.Password);
        foreach (var path in new[] { "devices/pump-1", Path, "alarms" })
        {
            var refused = (await Platform.As(null).SendAsync(HttpMethod.Get, path, null as string, elsewhere))
                .IsProblem(401, "unauthorized");
            refused.Headers.WwwAuthenticate.ShouldNotContain(challenge => challenge.Scheme == "Basic");
        }
    }

    [Fact]
    public async Task a_deactivated_device_is_refused_and_so_is_its_data()
    {
        var device = await Customer.RegisterAsync();
        Counts(await PostAsAsync(device, """{"a":1}"""), 1, 0);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);
        (await PostAsAsync(device, """{"a":2}""")).IsProblem(403, "forbidden");
        (await Api.PostAsync(Path, """{"a":2}""")).IsProblem(409, "invalid_state");
        (await LatestAsync("a")).GetInt32().ShouldBe(1);

        (await Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        Counts(await PostAsAsync(device, """{"a":3}"""), 1, 0);
    }

    [Fact]
    public async Task a_deleted_device_is_unknown_at_once()
    {
        var device = await Customer.RegisterAsync();
        Counts(await PostAsAsync(device, """{"a":1}"""), 1, 0);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await PostAsAsync(device, """{"a":2}""")).IsProblem(401, "unauthorized");
        (await Api.PostAsync(Path, """{"a":2}""")).IsProblem(404, "not_found");
        (await Api.PostAsync("devices/never/telemetry", """{"a":2}""")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task a_key_that_may_only_read_posts_nothing()
    {
        await Customer.RegisterAsync();
        var reader = await Platform.NewKeyAsync(Customer.Id, null, "read");
        (await Platform.As(reader.Text).PostAsync(Path, """{"a":1}""")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task it_counts_as_the_same_message_over_mqtt_would()
    {
        var device = await Customer.RegisterAsync();
        const string payload = """{"temperature":1}""";
        await using (var connection = await Customer.ConnectAsync(device)) await connection.PublishAsync(payload);
        Counts(await PostAsAsync(device, payload), 1, 0);
        await using var database = NpgsqlDataSource.Create(Platform.ConnectionString);
        await using var command = database.CreateCommand("""
            select array_agg(l.bytes) from iot.telemetry_log l join iot.device_state s using (device_key) where s.customer = $1
            """);
        command.Parameters.AddWithValue(Customer.Id);
        (await command.ExecuteScalarAsync())
            .ShouldBe(new[] { "devices/pump-1/telemetry".Length + payload.Length, "devices/pump-1/telemetry".Length + payload.Length });
    }

    [Fact]
    public async Task with_an_idempotency_key_a_post_is_stored_once_and_without_one_nothing_of_the_answer_is_kept()
    {
        var device = await Customer.RegisterAsync();
        var kept = await KeptAnswersAsync();
        Counts(await PostAsAsync(device, """{"a":1}"""), 1, 0);
        (await KeptAnswersAsync()).ShouldBe(kept);
        for (var i = 0; i < 3; i++)
        {
            Counts(await Platform.As(null).SendAsync(HttpMethod.Post, Path, """{"b":1}""", Basic(device.Username, device.Password), ("Idempotency-Key", "k-1")), 1, 0);
        }
        (await KeptAnswersAsync()).ShouldBe(kept + 1);
        (await Api.GetAsync($"{Path}?key=b"))["count"].GetInt32().ShouldBe(1);
    }

    private async Task<long> KeptAnswersAsync()
    {
        await using var database = NpgsqlDataSource.Create(Platform.ConnectionString);
        await using var command = database.CreateCommand("select count(*) from iot.idempotent_answer");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

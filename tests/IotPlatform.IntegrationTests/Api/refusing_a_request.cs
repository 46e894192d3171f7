using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class refusing_a_request(PlatformFixture platform) : PlatformTest(platform)
{
    [Theory]
    [InlineData("{")]
    [InlineData("{\"name\":}")]
    [InlineData("{\"name\":\"x\"} {}")]
    [InlineData("{'name':'x'}")]
    [InlineData("nonsense")]
    public async Task json_that_can_not_be_parsed_is_a_400(string body) =>
        (await Api.PostAsync("devices", body)).IsProblem(400, "malformed_json");

    [Fact]
    public async Task json_that_is_nested_without_end_is_a_400()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        (await Api.PostAsync("devices", $$"""{"name":"x","metadata":{{nested}}}""")).IsProblem(400, "malformed_json");
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("name=x", "text/plain", 415)]
    public async Task a_refused_body_costs_no_connection(string body, string type, int status)
    {
        var (host, port) = (Platform.Http.BaseAddress!.Host, Platform.Http.BaseAddress.Port);
        using var connection = new System.Net.Sockets.TcpClient(host, port);
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        for (var round = 0; round < 3; round++)
        {
            var request = $"PATCH /v1/iot/devices/x HTTP/1.1\r\nHost: x\r\nX-API-Key: {Customer.Key.Text}\r\nContent-Type: {type}\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            (await reader.ReadLineAsync()).ShouldNotBeNull().ShouldContain($" {status} ");
            while (await reader.ReadLineAsync() is var line && line != "0") line.ShouldNotBeNull();
            await reader.ReadLineAsync();
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task a_body_that_is_no_object_is_a_422(string body) =>
        (await Api.PostAsync("devices", body)).IsProblem(422, "validation_failed");

    [Fact]
    public async Task an_unknown_route_is_a_404() => (await Api.GetAsync("no-such-thing")).IsProblem(404, "not_found");

    [Theory]
    [InlineData("devices/unknown")]
    [InlineData("devices/unknown/tags")]
    [InlineData("rules/unknown")]
    [InlineData("alarms/unknown")]
    [InlineData("alarms/unknown/timeline")]
    public async Task an_unknown_id_is_a_404_that_names_it(string path) =>
        (await Api.GetAsync(path)).IsProblem(404, "not_found").Member("detail")!.ShouldContain("unknown");

    [Fact]
    public async Task a_wrong_method_is_a_405()
    {
        var answer = await Api.SendAsync(HttpMethod.Put, "devices", "{}");
        answer.Is(405);
        answer.ContentType.ShouldBe("application/problem+json");
        answer["status"].GetInt32().ShouldBe(405);
    }

    [Fact]
    public async Task an_id_in_use_is_a_409()
    {
        await Customer.RegisterAsync("pump-1");
        (await Api.PostAsync("devices", """{"device_id":"pump-1","name":"x"}""")).IsProblem(409, "duplicate");
    }

    [Fact]
    public async Task an_outdated_version_is_a_412_and_changes_nothing()
    {
        await Customer.RegisterAsync("pump-1");
        var answer = await Api.SendAsync(HttpMethod.Patch, "devices/pump-1", """{"name":"New"}""", ("If-Match", "\"7\""));
        answer.Is(412);
        answer.ContentType.ShouldBe("application/problem+json");
        (await Api.GetAsync("devices/pump-1")).Member("name").ShouldBe("Device pump-1");
    }

    [Fact]
    public async Task a_body_above_one_mebibyte_is_a_413()
    {
        var body = $$"""{"name":"x","unknown":"{{new string('x', 1024 * 1024)}}"}""";
        (await Api.PostAsync("devices", body)).IsProblem(413, "payload_too_large");
    }

    [Fact]
    public async Task a_body_of_just_one_mebibyte_is_taken()
    {
        const string frame = """{"name":"x","unknown":""}""";
        var body = frame.Replace("\"\"", $"\"{new string('x', 1024 * 1024 - frame.Length)}\"");
        (await Api.PostAsync("devices", body)).Is(201);
    }

    [Fact]
    public async Task a_body_of_another_type_is_a_415()
    {
        using var content = new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await Api.SendAsync(HttpMethod.Post, "devices", content)).IsProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task a_body_whose_type_names_a_charset_is_taken()
    {
        using var content = new StringContent("""{"name":"x"}""", Encoding.UTF8, "application/json");
        (await Api.SendAsync(HttpMethod.Post, "devices", content)).Is(201);
    }

    [Fact]
    public async Task all_faults_of_a_body_are_in_one_answer()
    {
        var answer = await Api.PostAsync(
            "devices", """{"device_id":"a b","name":"","description":7,"metadata":[],"is_active":"yes","unknown":1}""");
        answer.IsInvalid("device_id", "name", "description", "metadata", "is_active");
    }

    [Fact]
    public async Task all_faults_of_a_query_are_in_one_answer() =>
        (await Api.GetAsync("devices?page=0&page_size=101&sort=colour&is_active=perhaps&unknown=1"))
            .IsInvalid("page", "page_size", "sort", "is_active");

    [Theory]
    [InlineData("devices", """{"name":"a\u0000b"}""")]
    [InlineData("devices", """{"name":"\ud800"}""")]
    [InlineData("devices", "{\"name\":\"x\u0007\"}")]
    [InlineData("devices", """{"name":"x","device_id":"a\u0000"}""")]
    [InlineData("devices", """{"name":"x","metadata":{"\u0000":1}}""")]
    [InlineData("devices", """{"name":"x","metadata":{"a":"\udc00"}}""")]
    [InlineData("devices", """{"name":"x","metadata":{"a":1e999}}""")]
    [InlineData("rules", """{"name":"a\u0000b","rule_type":"threshold","config":{"field":"a","operator":">","value":1}}""")]
    [InlineData("rules", """{"name":"x","rule_type":"threshold","config":{"field":"a\u0000","operator":">","value":1}}""")]
    [InlineData("rules", """{"name":"x","rule_type":"threshold","config":{"field":"a","operator":">","value":1e999}}""")]
    [InlineData("rules", """{"name":"x","rule_type":"threshold","config":{"field":"a","operator":">","value":1,"x":"\ud800"}}""")]
    [InlineData("rules", """{"name":"x","rule_type":"threshold","config":{"field":"a","operator":">","value":1,"\u0000":1}}""")]
    [InlineData("rules", """{"name":"x","rule_type":"\u0000","config":{}}""")]
    public async Task hostile_text_is_the_senders_fault(string path, string body)
    {
        var answer = await Api.PostAsync(path, body);
        answer.Status.ShouldBeOneOf(400, 422);
        answer.IsProblem(answer.Status, answer.Status is 400 ? "malformed_json" : "validation_failed");
    }

    public static TheoryData<string, byte[]> NoUtf8 => new()
    {
        { "devices", [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "devices", [.. "{\"name\":\"x\",\"metadata\":{\"a\":\""u8, 0xFF, .. "\"}}"u8] },
        { "devices", [.. "{\"name\":\"x\",\"metadata\":{\""u8, 0xFF, .. "\":1}}"u8] },
        { "devices", [.. "{\""u8, 0xFF, .. "\":1,\"name\":\"x\"}"u8] },
        { "rules", [.. "{\"name\":\"x\",\"rule_type\":\"threshold\",\"config\":{\"x\":\""u8, 0xFF, .. "\",\"field\":\"t\",\"operator\":\">\",\"value\":1}}"u8] },
    };

    [Theory]
    [MemberData(nameof(NoUtf8))]
    public async Task bytes_that_are_no_utf8_are_the_senders_fault(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await Api.SendAsync(HttpMethod.Post, path, content)).Status.ShouldBeOneOf(400, 422);
    }

    [Theory]
    [InlineData("devices?search=%00")]
    [InlineData("devices?tag=a%00b")]
    [InlineData("devices?sort=%00")]
    [InlineData("alarms?device_id=%00")]
    [InlineData("rules?device_id=%00")]
    public async Task a_nul_in_a_query_is_a_422(string path) => (await Api.GetAsync(path)).IsProblem(422, "validation_failed");

    [Theory]
    [InlineData("devices/%00")]
    [InlineData("devices/a%00b/tags")]
    [InlineData("alarms/%00/timeline")]
    public async Task a_nul_in_a_path_is_the_senders_fault(string path) => (await Api.GetAsync(path)).Status.ShouldBeOneOf(400, 404);
}

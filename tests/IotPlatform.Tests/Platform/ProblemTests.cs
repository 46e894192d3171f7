using System.Text.Json;
using IotPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ProblemTests
{
    private static async Task<(HttpResponse Response, JsonElement Body)> AnswerAsync(Problem problem)
    {
        var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body }, TraceIdentifier = "trace-1" };
        http.Request.Path = "/v1/iot/devices/a";
        await problem.ExecuteAsync(http);
        await http.Response.BodyWriter.FlushAsync();
        return (http.Response, JsonElement.Parse(body.ToArray()));
    }

    [Fact]
    public async Task a_refusal_is_a_problem_document()
    {
        var (response, body) = await AnswerAsync(Problem.NotFound("device", "a\"b"));
        (response.StatusCode, response.ContentType).ShouldBe((404, "application/problem+json"));
        body.GetRawText().ShouldBe(
            """{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no device 'a\"b'.","instance":"/v1/iot/devices/a","code":"not_found","errors":[],"trace_id":"trace-1"}""");
    }

    [Fact]
    public async Task all_faults_stand_in_one_answer()
    {
        var (response, body) = await AnswerAsync(Problem.Invalid([new("name", "is required"), new("config.value", "must be a number")]));
        response.StatusCode.ShouldBe(422);
        body.GetProperty("detail").GetString().ShouldBe("name: is required. config.value: must be a number.");
        body.GetProperty("errors").GetRawText().ShouldBe(
            """[{"field":"name","message":"is required"},{"field":"config.value","message":"must be a number"}]""");
    }

    [Fact]
    public async Task only_401_says_how_to_authenticate()
    {
        (await AnswerAsync(Problem.Unauthorized("Send a key."))).Response.Headers.WWWAuthenticate.ToString().ShouldContain("Bearer");
        (await AnswerAsync(Problem.Forbidden("Not yours."))).Response.Headers.WWWAuthenticate.Count.ShouldBe(0);
    }

    [Fact]
    public void every_kind_has_its_status_and_code() => new[]
    {
        Problem.Unauthorized(""), Problem.Forbidden(""), Problem.NotFound("", ""), Problem.MalformedJson(""), Problem.UnsupportedMediaType(),
        Problem.PayloadTooLarge(), Problem.Duplicate(""), Problem.InvalidState(""), Problem.Conflict(), Problem.PreconditionFailed(),
        Problem.Internal(), Problem.Invalid([]),
    }.Select(problem => $"{problem.Status} {problem.Code}").ShouldBe(
    [
        "401 unauthorized", "403 forbidden", "404 not_found", "400 malformed_json", "415 unsupported_media_type", "413 payload_too_large",
        "409 duplicate", "409 invalid_state", "409 conflict", "412 conflict", "500 internal", "422 validation_failed",
    ]);
}

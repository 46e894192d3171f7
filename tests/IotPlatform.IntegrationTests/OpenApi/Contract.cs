using System.Net;
using System.Text.Json;
using Shouldly;

namespace IotPlatform.IntegrationTests.OpenApi;

/// <summary>
/// Holds every answer that a test gets against the description of the API: status, headers and body must be as it says, and what the
/// platform has accepted must be what it allows. Routes that it does not have are left alone.
/// </summary>
public static class Contract
{
    private const string Hint = "\nIf the platform is right, renew the description: ./iot openapi > docs/openapi.json";

    public static async Task Check(HttpRequestMessage request, HttpResponseMessage answer, string text)
    {
        // The server answers so what is no HTTP to it, such as a NUL in a path, before there is a route.
        if (answer.StatusCode is HttpStatusCode.BadRequest && text.Length == 0) return;
        var path = request.RequestUri!.AbsolutePath;
        if (Find(request.Method.Method, path) is not { } operation) return;
        var what = $"{request.Method} {path} answered {(int)answer.StatusCode}";
        operation.GetProperty("responses").TryGetProperty($"{(int)answer.StatusCode}", out var response)
            .ShouldBeTrue($"{what}, which the description does not know: {text}{Hint}");
        response = CommittedDocument.Resolve(response);
        foreach (var header in response.GetProperty("headers").EnumerateObject().Where(header => IsAlways(header.Value)))
            answer.Headers.Contains(header.Name).ShouldBeTrue($"{what} without the header {header.Name}{Hint}");
        await CheckBody(response, answer, text, what);
        if (answer.IsSuccessStatusCode) await CheckRequest(operation, request, what);
    }

    private static async Task CheckBody(JsonElement response, HttpResponseMessage answer, string text, string what)
    {
        if (!response.TryGetProperty("content", out var content))
        {
            text.ShouldBeEmpty($"{what} with a body{Hint}");
            return;
        }
        var type = answer.Content.Headers.ContentType?.MediaType ?? "nothing";
        content.TryGetProperty(type, out var media).ShouldBeTrue($"{what} with {type}{Hint}");
        if (!type.EndsWith("json", StringComparison.Ordinal)) return;
        (await StrictSchemas.FaultsOfAnswer(SchemaOf(media), text)).ShouldBeEmpty($"{what} with {text}{Hint}");
    }

    private static async Task CheckRequest(JsonElement operation, HttpRequestMessage request, string what)
    {
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
        if (!operation.TryGetProperty("requestBody", out var body)) return;
        if (sent.Length == 0)
            body.TryGetProperty("required", out var required).ShouldBeFalse($"{what} to no body, but it is required: {required}{Hint}");
        else
            (await StrictSchemas.FaultsOfRequest(SchemaOf(body.GetProperty("content").GetProperty("application/json")), sent))
                .ShouldBeEmpty($"{what} to {sent}{Hint}");
    }

    private static bool IsAlways(JsonElement header) => CommittedDocument.Resolve(header).TryGetProperty("required", out _);

    private static string SchemaOf(JsonElement media) => media.GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1];

    private static JsonElement? Find(string verb, string path) => CommittedDocument.Operations
        .Where(operation => operation.Verb == verb && Matches(operation.Path.Split('/'), path.Split('/')))
        .OrderBy(operation => operation.Path.Count(c => c == '{')).Select(operation => (JsonElement?)operation.Operation).FirstOrDefault();

    private static bool Matches(string[] template, string[] path) => template.Length == path.Length
        && template.Zip(path).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
}

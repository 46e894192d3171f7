using System.Net.Http.Headers;
using System.Text;
using IotPlatform.IntegrationTests.OpenApi;

namespace IotPlatform.IntegrationTests;

/// <summary>
/// The API as one holder of a key sees it, each answer held against the API's description. Paths are relative to <c>/v1/iot/</c>; bodies
/// are JSON text.
/// </summary>
public sealed class ApiClient(HttpClient http, string? key)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    public Task<Answer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Answer> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends JSON, or no body and no Content-Type at all.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var content = json is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        if (content is not null) content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(method, path, content, headers);
    }

    /// <summary>Sends any body.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/v1/iot/" + path) { Content = content };
        if (key is not null) request.Headers.Add("X-API-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        await Contract.Check(request, response, text);
        return new((int)response.StatusCode, text, response.Headers, response.Content.Headers.ContentType?.MediaType);
    }
}

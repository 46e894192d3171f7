using System.Text;
using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>The platform's API, for what a measurement prepares and checks outside the clock.</summary>
internal sealed class PlatformApi(int port, string apiKey) : IDisposable
{
    private readonly HttpConnection _connection = new(port);

    /// <exception cref="LoadException">The status is not 201 or 200.</exception>
    public JsonNode Post(string path, string json) => Exchange("POST " + path, EncodedRequest.Post(path, apiKey, json), 201);

    /// <summary>A POST that makes nothing new.</summary>
    /// <exception cref="LoadException">The status is not 200.</exception>
    public JsonNode PostTo(string path, string json) => Exchange("POST " + path, EncodedRequest.Post(path, apiKey, json), 200);

    /// <exception cref="LoadException">The status is not 200.</exception>
    public JsonNode Get(string path) => Exchange("GET " + path, EncodedRequest.Get(path, apiKey), 200);

    /// <exception cref="LoadException">The status is not 204.</exception>
    public void Delete(string path) => Exchange("DELETE " + path, EncodedRequest.Delete(path, apiKey), 204);

    public void Dispose() => _connection.Dispose();

    private JsonNode Exchange(string what, byte[] request, int expectedStatus)
    {
        var status = _connection.Exchange(request);
        if (status != expectedStatus)
            throw new LoadException(
                $"{what} answered {status} instead of {expectedStatus}: {Encoding.UTF8.GetString(_connection.Body.Span)}");
        return expectedStatus is 204 ? new JsonObject() : JsonNode.Parse(_connection.Body.Span)!;
    }
}

using System.Text;

namespace IotPlatform.Benchmarks.Load;

/// <summary>HTTP/1.1 requests as bytes, encoded before the clock starts.</summary>
internal static class EncodedRequest
{
    public static byte[] Get(string path, string apiKey) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {apiKey}\r\n\r\n");

    public static byte[] Post(string path, string apiKey, string json) => WithBody("POST", path, apiKey, json);

    public static byte[] Patch(string path, string apiKey, string json) => WithBody("PATCH", path, apiKey, json);

    public static byte[] Delete(string path, string apiKey) =>
        Encoding.ASCII.GetBytes($"DELETE {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {apiKey}\r\n\r\n");

    private static byte[] WithBody(string method, string path, string apiKey, string json) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {apiKey}\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");
}

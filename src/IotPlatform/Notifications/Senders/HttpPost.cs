using System.Net.Http.Headers;
using System.Reflection;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Posts JSON to a receiver, once.</summary>
public sealed class HttpPost(IHttpClientFactory clients, IClock clock, TimeProvider time)
{
    private static readonly ProductInfoHeaderValue Product =
        new("IotPlatform", Assembly.GetExecutingAssembly().GetName().Version!.ToString(3));

    /// <summary>Posts the body; whatever becomes of it is the outcome.</summary>
    /// <param name="client">The name of the client: who gave the URL.</param>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="headers">Sent along.</param>
    public Task<SendOutcome> SendAsync(
        string client, Uri url, byte[] body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation) =>
        Attempt.RunAsync(
            "receiver", time, limit => SendAsync(clients.CreateClient(client), Request(url, body, headers), limit), cancellation);

    private async Task<SendOutcome> SendAsync(HttpClient http, HttpRequestMessage post, CancellationToken cancellation)
    {
        using var request = post;
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return HttpOutcome.Of((int)answer.StatusCode, answer.Headers.RetryAfter, clock.GetCurrentInstant());
        }
        catch (HttpRequestException fault)
        {
            return HttpOutcome.Of(fault);
        }
    }

    private static HttpRequestMessage Request(Uri url, byte[] body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(Product);
        // The client writes a line break in a value as it is: what follows would be a header of its own.
        foreach (var (name, value) in headers.Where(header => !header.Value.Any(char.IsControl)))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}

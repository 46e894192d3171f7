using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Api;

/// <summary>Asks the API as any client would. What it refuses ends the verb, unless the caller asks for the answer itself.</summary>
public sealed class ApiClient : IDisposable
{
    private const int MaxTries = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>A client of the platform at an address.</summary>
    public ApiClient(Uri address, string key, TimeProvider time)
    {
        _time = time;
        // Without the slash the last part of an address would give way to what is asked for.
        var root = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = root };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("X-API-Key", key);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>The platform's address.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Told whenever the key's rate limit makes a request wait.</summary>
    public Action? OnRateLimit { get; set; }

    /// <summary>GET of one resource; <paramref name="path"/> is below <c>/v1/iot/</c>.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        (await SendAsync(HttpMethod.Get, path, null, cancellation)).OrRefuse();

    /// <summary>All items of a list, page by page.</summary>
    /// <param name="path">With filters, without paging: <c>devices?status=active</c>.</param>
    /// <param name="name">The member that holds the items: <c>devices</c>.</param>
    public async IAsyncEnumerable<JsonNode> ListAsync(string path, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int pageSize = 100;
        var joint = path.Contains('?') ? '&' : '?';
        for (var page = 1; ; page++)
        {
            var answer = await GetAsync($"{path}{joint}page={page}&page_size={pageSize}", cancellation);
            var items = answer[name]!.AsArray();
            foreach (var item in items) yield return item!;
            if (items.Count < pageSize) yield break;
        }
    }

    /// <summary>Sends a request and gives the answer back, whatever it is; waits and tries again where the platform asks for it.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, $"v1/iot/{path}");
            if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await AskAsync(request, cancellation);
            if (tries == MaxTries || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                return new ApiAnswer(answer.StatusCode, await ReadAsync(answer, cancellation));
            if (answer.StatusCode is HttpStatusCode.TooManyRequests) OnRateLimit?.Invoke();
            await Task.Delay(WaitOf(answer, tries), _time, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException fault)
        {
            throw new RefusedException($"Nothing answers at {Address} ({fault.HttpRequestError}): "
                + "start the platform with ./iot run, or say with --url where it is");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var seconds = _http.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            throw new RefusedException($"{Address} gave no answer in {seconds} s; look at its log and at /health/ready");
        }
    }

    private static TimeSpan WaitOf(HttpResponseMessage answer, int tries)
    {
        var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(tries);
        return wait < LongestWait ? wait : LongestWait;
    }

    private async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return answer.IsSuccessStatusCode
                ? throw new RefusedException($"{Address} answers, but not with JSON: say with --url where the platform is")
                : null;
        }
    }
}

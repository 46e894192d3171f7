using System.Collections.Concurrent;
using System.Text.Json;
using IotPlatform.IntegrationTests.Notifications.Senders;
using Microsoft.AspNetCore.Http;

namespace IotPlatform.IntegrationTests.Notifications;

/// <summary>One request that a receiver got.</summary>
public sealed record Receipt(string Path, JsonElement Body, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What of an alarm it tells.</summary>
    public string Type => Body.GetProperty("type").GetString()!;

    /// <summary>The message's id.</summary>
    public string Id => Body.GetProperty("id").GetString()!;

    /// <summary>A member of the alarm that it tells of.</summary>
    public string Alarm(string member) => Body.GetProperty("data").GetProperty("alarm").GetProperty(member).GetString()!;
}

/// <summary>A receiver of notifications: it keeps what it gets, and answers each path as it is told to.</summary>
public sealed class Sink : IAsyncDisposable
{
    private readonly ConcurrentQueue<Receipt> _receipts = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();
    private HttpSink _http = null!;

    /// <summary>All that it got, in order.</summary>
    public IReadOnlyList<Receipt> Receipts => [.. _receipts];

    /// <summary>What one path got.</summary>
    public IReadOnlyList<Receipt> At(string path) => [.. _receipts.Where(receipt => receipt.Path == path)];

    /// <summary>Starts one on a free port.</summary>
    public static async Task<Sink> StartAsync()
    {
        var sink = new Sink();
        sink._http = await HttpSink.StartAsync(sink.TakeAsync);
        return sink;
    }

    /// <summary>The URL of a path.</summary>
    public string Url(string path) => _http.Url(path: path);

    /// <summary>From now on a path answers so.</summary>
    public void Answer(string path, int status, params (string Name, string Value)[] headers) => _answers[path] = http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    /// <summary>From now on a path never answers.</summary>
    public void Hang(string path) => _answers[path] = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

    /// <summary>Waits until a path has got so many requests; gives them.</summary>
    public Task<IReadOnlyList<Receipt>> GotAsync(string path, int count) =>
        Poll.ForAsync(() => Task.FromResult(At(path) is var got && got.Count >= count ? got : null), $"{path} has got {count} requests");

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var request = http.Features.Get<SunkRequest>()!;
        _receipts.Enqueue(new(request.Path, JsonElement.Parse(request.Body), request.Body, request.Headers));
        if (_answers.TryGetValue(request.Path, out var answer)) await answer(http);
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IotPlatform.Platform;

/// <summary>
/// Answers a POST that is sent again with the same <c>Idempotency-Key</c> as it was answered first, for a day. Of two at once, the second
/// waits for the first.
/// </summary>
public sealed class Idempotency(RequestDelegate next, IdempotentAnswers answers)
{
    private const string Header = "Idempotency-Key";
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _underWay = new();

    /// <summary>Answers again, or passes on and takes down the answer.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Features.Get<CallerSecret>() is not { } secret
            || !http.Request.Headers.TryGetValue(Header, out var sent) || http.Request.ContentLength > RequestBody.MaxBytes)
        {
            await next(http);
            return;
        }
        if (IdempotencyKey.TryRead(secret.Reveal(), sent.ToString()) is not { } key)
        {
            var fault = new Fault(Header, $"must have 1 to {IdempotencyKey.MaxLength} printable ASCII characters without blanks");
            await Problem.Invalid([fault]).ExecuteAsync(http);
            return;
        }
        var request = new IdempotentRequest(key, IdempotentRequest.FingerprintOf(http.Request, await ReadBodyAsync(http)), answers);
        using var turn = await TakeTurnAsync(Convert.ToHexString(key.Hash), http.RequestAborted);
        if (!await AnswerAgainAsync(http, request)) await AnswerFirstAsync(http, request);
    }

    private async Task<bool> AnswerAgainAsync(HttpContext http, IdempotentRequest request)
    {
        if (await answers.FindAsync(request.Key, http.RequestAborted) is not var (asked, answer)) return false;
        if (!CryptographicOperations.FixedTimeEquals(asked, request.Fingerprint))
        {
            await Problem.Invalid([new Fault(Header, "was used for another request; choose a new key for this one")]).ExecuteAsync(http);
            return true;
        }
        http.Response.Headers["Idempotency-Replayed"] = "true";
        await answer.ExecuteAsync(http);
        return true;
    }

    private async Task AnswerFirstAsync(HttpContext http, IdempotentRequest request)
    {
        http.Features.Set(request);
        var client = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        catch (Exception fault) when (IdempotentAnswers.IsAnsweredElsewhere(fault))
        {
            http.Response.Body = client;
            http.Response.Clear();
            await AnswerAgainAsync(http, request);
            return;
        }
        finally
        {
            http.Response.Body = client;
        }
        // What failed, or was refused for who asked, how and how often, may go better the next time.
        if (http.Response.StatusCode is < 500 and not (401 or 403 or 405 or 429))
            await answers.KeepAsync(request, StoredAnswer.Of(http.Response, body), http.RequestAborted);
        body.Position = 0;
        await body.CopyToAsync(client, http.RequestAborted);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        http.Request.Body = body;
        return body.ToArray();
    }

    private async Task<Turn> TakeTurnAsync(string key, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var current = _underWay.GetOrAdd(key, mine);
            if (current == mine) return new Turn(this, key, mine);
            await current.Task.WaitAsync(cancellation);
        }
    }

    private sealed class Turn(Idempotency idempotency, string key, TaskCompletionSource done) : IDisposable
    {
        public void Dispose()
        {
            idempotency._underWay.TryRemove(key, out _);
            done.SetResult();
        }
    }
}

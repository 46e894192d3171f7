using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>
/// Lets a request to the API through only with a valid key that may do what it asks: <c>X-API-Key</c>, or <c>Authorization: Bearer</c>.
/// From here on the request is bound to the key's customer. A device that has logged in with credentials of its own needs no key.
/// </summary>
public sealed class ApiKeyAuthentication(RequestDelegate next, ApiKeyCache keys, ApiKeyUse use, CustomerDirectory customers, IClock clock)
{
    /// <summary>Authenticates, and passes on or refuses.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Caller>() is not null || !http.Request.Path.StartsWithSegments("/v1/iot"))
        {
            await next(http);
            return;
        }
        var (caller, refusal) = await AuthenticateAsync(http);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(http);
            return;
        }
        http.Features.Set(caller);
        http.Features.Set(new CallerSecret(Presented(http.Request)!));
        await next(http);
    }

    private async ValueTask<(Caller? Caller, Problem? Refusal)> AuthenticateAsync(HttpContext http)
    {
        var text = Presented(http.Request);
        if (text is null) return (null, Problem.Unauthorized("Send your API key in the header X-API-Key or as Authorization: Bearer."));
        if (!ApiKeySecret.TryParse(text, out var secret)) return (null, Unknown);
        var key = await keys.FindAsync(secret.Lookup, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        if (key is null || !secret.Matches(key.Hash) || !key.IsValid(now)) return (null, Unknown);
        use.Note(key.Id, now);
        return await AuthorizeAsync(key, http) is { } refusal
            ? (null, refusal)
            : (new Caller(key.Customer, $"api_key:{key.Id}"), null);
    }

    private async ValueTask<Problem?> AuthorizeAsync(ApiKey key, HttpContext http)
    {
        if (!key.Services.Contains(ApiKey.IotService)) return Problem.Forbidden("This API key is not for the service 'iot'.");
        var needed = Reads(http.Request.Method) ? ApiKey.Read : ApiKey.Write;
        if (!key.Permissions.Contains(needed)) return Problem.Forbidden($"This API key lacks the permission '{needed}'.");
        return needed is ApiKey.Read ? null : Suspension.Refuse(await customers.FindAsync(key.Customer, http.RequestAborted));
    }

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static Problem Unknown => Problem.Unauthorized("The API key is unknown, expired or revoked.");

    private static string? Presented(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-API-Key", out var key)) return key;
        var authorization = request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : null;
    }
}

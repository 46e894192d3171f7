namespace IotPlatform.Platform;

/// <summary>Lets pages that come from elsewhere call the API in a browser (CORS), where the operator has named their origins.</summary>
public static class BrowserAccess
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly string[] Exposed = ["ETag", "Location", "X-Request-Id", "Retry-After", "Idempotency-Replayed", ReadAfter.Header];
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>Allows these origins; <c>*</c> alone is any, an empty list none. No cookies: a key is a header like others.</summary>
    public static IServiceCollection AddBrowserAccess(this IServiceCollection services, IReadOnlyList<string> origins)
    {
        services.AddCors();
        if (origins.Count == 0) return services;
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. origins])
            .WithMethods(Methods).AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(Remembered)));
    }
}

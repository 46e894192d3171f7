using Npgsql;

namespace IotPlatform.Platform;

/// <summary>A part of the platform that must work before it can take requests.</summary>
/// <param name="Name">As <c>/health/ready</c> calls it.</param>
/// <param name="CheckAsync">Null when it works, else what is missing, for the operator.</param>
public sealed record ReadinessPart(string Name, Func<CancellationToken, ValueTask<string?>> CheckAsync);

/// <summary><c>/health/live</c> and <c>/health/ready</c>, for orchestrators and for people who wonder.</summary>
public static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Registers the parts that belong to no slice.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ReadinessPart("database", token => Database(provider.GetRequiredService<NpgsqlDataSource>(), token)));
        services.AddSingleton(provider => new ReadinessPart("projections", _ => new(provider.GetRequiredService<Freshness>().Missing)));
        return services;
    }

    /// <summary>Maps both routes; they need no key.</summary>
    public static void MapReadiness(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(IEnumerable<ReadinessPart> parts, CancellationToken cancellation)
    {
        var answers = new Dictionary<string, string>();
        foreach (var part in parts) answers[part.Name] = await CheckAsync(part, cancellation) ?? "ready";
        var isReady = answers.Values.All(answer => answer == "ready");
        return Results.Json(new { status = isReady ? "ready" : "not ready", parts = answers }, statusCode: isReady ? 200 : 503);
    }

    private static async ValueTask<string?> CheckAsync(ReadinessPart part, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            return await part.CheckAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            return "gives no answer";
        }
    }

    private static async ValueTask<string?> Database(NpgsqlDataSource database, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellation);
            return null;
        }
        catch (NpgsqlException)
        {
            return "cannot be reached";
        }
    }
}

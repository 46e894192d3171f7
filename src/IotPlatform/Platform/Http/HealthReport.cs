namespace IotPlatform.Platform;

/// <summary>What is wrong with a part of the platform.</summary>
/// <param name="Reason">For the operator.</param>
/// <param name="IsFatal">Whether requests had better go elsewhere, or wait.</param>
public sealed record Ailment(string Reason, bool IsFatal)
{
    /// <summary>The platform cannot do its job.</summary>
    public static Ailment Stops(string reason) => new(reason, true);

    /// <summary>The platform serves, but somebody should look.</summary>
    public static Ailment Degrades(string reason) => new(reason, false);
}

/// <summary>A part of the platform that may fail.</summary>
/// <param name="Name">As <c>/health/ready</c> calls it.</param>
/// <param name="CheckAsync">Null when it works.</param>
public sealed record ReadinessPart(string Name, Func<CancellationToken, ValueTask<Ailment?>> CheckAsync);

/// <summary>How one part is.</summary>
public sealed record PartHealth(string Name, Ailment? Ailment);

/// <summary>How the platform is.</summary>
public sealed record PlatformHealth(IReadOnlyList<PartHealth> Parts)
{
    /// <summary>Whether it can take requests.</summary>
    public bool IsReady => !Parts.Any(part => part.Ailment is { IsFatal: true });

    /// <summary>In a word or two.</summary>
    public string Status => !IsReady ? "not ready" : Parts.Any(part => part.Ailment is not null) ? "degraded" : "ready";
}

/// <summary>Asks all parts how they are.</summary>
public sealed class HealthReport(IEnumerable<ReadinessPart> parts, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly PartHealth Stopping = new("platform", Ailment.Stops("is stopping"));

    /// <summary>
    /// Asks them one after the other; from the moment that the platform is told to stop it is not ready, whatever they say.
    /// </summary>
    public async Task<PlatformHealth> CheckAsync(CancellationToken cancellation)
    {
        List<PartHealth> health = [];
        if (lifetime.ApplicationStopping.IsCancellationRequested) health.Add(Stopping);
        foreach (var part in parts) health.Add(new(part.Name, await CheckAsync(part, cancellation)));
        return new(health);
    }

    private static async ValueTask<Ailment?> CheckAsync(ReadinessPart part, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            return await part.CheckAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            return Ailment.Stops("gives no answer");
        }
        catch (Npgsql.NpgsqlException)
        {
            return Ailment.Stops("cannot be told without the database");
        }
    }
}

using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Audit;

/// <summary>
/// What a receiver gets to know of a seal: enough to tell later whether it is still the same, and nothing of what it holds fast.
/// </summary>
public sealed record PublishedSeal(string Customer, long Number, Instant SealedAt, long Through, long Events, string Hash)
{
    /// <summary>What is told of <paramref name="seal"/>.</summary>
    public static PublishedSeal Of(Seal seal) =>
        new(seal.Customer, seal.Number, seal.SealedAt, seal.Through, seal.Events, seal.Digest().ToString());
}

/// <summary>
/// Sends each customer's latest seal to a receiver whom the operator names, until the receiver has taken it. Those before need not arrive:
/// the latest holds them fast.
/// </summary>
public sealed class SealPublisher(SealStore seals, HttpClient http, AuditSettings settings, ILogger<SealPublisher> log)
{
    private Dictionary<string, Seal>? _pending;

    /// <summary>Sends the new seals, and those that no receiver has taken yet. What fails is sent again at the next call.</summary>
    public async Task PublishAsync(IReadOnlyList<Seal> made, CancellationToken cancellation)
    {
        if (settings.PublishTo is not { } receiver) return;
        _pending ??= (await seals.UnpublishedAsync(cancellation)).ToDictionary(seal => seal.Customer);
        foreach (var seal in made) _pending[seal.Customer] = seal;
        foreach (var seal in _pending.Values.ToList())
        {
            if (!await SendAsync(receiver, PublishedSeal.Of(seal), cancellation)) return;
            await seals.MarkPublishedAsync(seal, cancellation);
            _pending.Remove(seal.Customer);
        }
    }

    private async Task<bool> SendAsync(Uri receiver, PublishedSeal seal, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(receiver, seal, Json.Api, cancellation);
            if (answer.IsSuccessStatusCode) return true;
            log.LogWarning("The receiver of seals answers {Status}; the seal is sent again", (int)answer.StatusCode);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            log.LogWarning("The receiver of seals cannot be reached ({Fault}); the seal is sent again", fault.GetType().Name);
        }
        return false;
    }
}

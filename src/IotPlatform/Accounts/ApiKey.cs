using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>An API key was made for a customer.</summary>
/// <param name="Id">The key's ten lookup characters, by which it is found and which actors in timelines name.</param>
/// <param name="Hash">SHA-256 of the whole key, which itself is stored nowhere.</param>
public sealed record ApiKeyCreated(
    string Id, string Customer, [property: Secret] string Hash, IReadOnlyList<string> Services, IReadOnlyList<string> Permissions,
    Instant? ExpiresAt, Instant At) : IFact;

/// <summary>The API key works no more.</summary>
public sealed record ApiKeyRevoked(string Id, Instant At) : IFact;

/// <summary>Another key takes this one's place, which works until then.</summary>
/// <param name="Successor">The lookup characters of the new key.</param>
public sealed record ApiKeyRotated(string Id, string Successor, Instant Until, Instant At) : IFact;

/// <summary>What a program authenticates with: for which customer, and what it may do.</summary>
public sealed record ApiKey(
    string Id, string Customer, string Hash, IReadOnlyList<string> Services, IReadOnlyList<string> Permissions,
    Instant? ExpiresAt, Instant CreatedAt, Instant? RevokedAt) : IResource<ApiKey>
{
    /// <summary>The lookup characters of the key that has taken this one's place, if any has.</summary>
    public string? Successor { get; init; }

    /// <summary>When the key was last used, to the minute or so; known to lists alone.</summary>
    [JsonIgnore]
    public Instant? LastUsedAt { get; init; }

    /// <summary>The service that every route of this API belongs to.</summary>
    public const string IotService = "iot";

    /// <summary>Needed for GET.</summary>
    public const string Read = "read";

    /// <summary>Needed for everything but GET.</summary>
    public const string Write = "write";

    public static string Kind => "API key";
    public static string Path => "";
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(ApiKeyCreated), typeof(ApiKeyRevoked), typeof(ApiKeyRotated)];

    /// <inheritdoc/>
    public static ApiKey? Fold(ApiKey? state, object fact) => fact switch
    {
        ApiKeyCreated e => new(e.Id, e.Customer, e.Hash, e.Services, e.Permissions, e.ExpiresAt, e.At, null),
        ApiKeyRevoked e => state! with { RevokedAt = e.At },
        ApiKeyRotated e => state! with { Successor = e.Successor, ExpiresAt = state.ExpiresAt < e.Until ? state.ExpiresAt : e.Until },
        _ => state,
    };

    /// <summary>Whether the key authenticates at <paramref name="now"/>.</summary>
    public bool IsValid(Instant now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);
}

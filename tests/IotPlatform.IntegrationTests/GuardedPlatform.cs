using Xunit;

namespace IotPlatform.IntegrationTests;

/// <summary>A platform that limits the rate of each key, low enough to be reached, and lets pages from elsewhere in.</summary>
public sealed class GuardedPlatform : PlatformFixture
{
    public const int Burst = 5;
    public const string Origin = "https://app.example.com";

    protected override IReadOnlyDictionary<string, string?> OwnSettings => new Dictionary<string, string?>
    {
        ["RateLimit:Enabled"] = "true",
        ["RateLimit:PerMinute"] = "30",
        ["RateLimit:Burst"] = $"{Burst}",
        ["Cors:AllowedOrigins"] = $"{Origin},http://localhost:3000",
    };

    /// <summary>Makes requests until one is refused, which it gives.</summary>
    public static Task<Answer> TireAsync(ApiClient api) => Poll.ForAsync(
        async () => await api.GetAsync("devices") is { Status: not 200 } refused ? refused : null, "the key has used up its burst");
}

/// <summary>Tests on the guarded platform share it and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class GuardedPlatformTests : ICollectionFixture<GuardedPlatform>
{
    public const string Name = "guarded platform";
}

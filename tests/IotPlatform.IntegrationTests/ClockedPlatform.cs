using IotPlatform.Monitoring;
using NodaTime;
using Xunit;

namespace IotPlatform.IntegrationTests;

/// <summary>A platform whose time goes on as everywhere, and can be moved ahead.</summary>
public sealed class ClockedPlatform : PlatformFixture
{
    private readonly MovedClock _clock = new();

    /// <summary>The platform's time.</summary>
    public Instant Now => _clock.GetCurrentInstant();

    protected override IClock Clock => _clock;

    protected override IReadOnlyDictionary<string, string?> OwnSettings => new Dictionary<string, string?>
    {
        ["Monitoring:RestartGraceSeconds"] = "20",
        ["Webhooks:AllowPrivateNetworks"] = "true",
    };

    /// <summary>Moves the time ahead; what is due by then is due at once.</summary>
    public void Advance(double seconds)
    {
        _clock.Move(Duration.FromSeconds(seconds));
        Get<Evaluator>().Post(_ => ValueTask.CompletedTask);
    }

    /// <summary>Stops the platform for a while, by its own time.</summary>
    public Task RestartAfterAsync(double seconds) => RestartAsync(() =>
    {
        _clock.Move(Duration.FromSeconds(seconds));
        return Task.CompletedTask;
    });

    private sealed class MovedClock : IClock
    {
        private long _ahead;

        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Duration.FromTicks(Volatile.Read(ref _ahead));

        public void Move(Duration by) => Interlocked.Add(ref _ahead, by.BclCompatibleTicks);
    }
}

/// <summary>Tests that move the time share a platform and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClockedPlatformTests : ICollectionFixture<ClockedPlatform>
{
    public const string Name = "clocked platform";
}

/// <summary>A test that moves the time, with a customer of its own.</summary>
[Collection(ClockedPlatformTests.Name)]
public abstract class ClockedTest(ClockedPlatform platform) : IAsyncLifetime
{
    protected ClockedPlatform Platform => platform;

    protected TestCustomer Customer { get; private set; } = null!;

    protected ApiClient Api => Customer.Api;

    public async Task InitializeAsync() => Customer = await platform.NewCustomerAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Stops the platform for a while, by its own time.</summary>
    protected async Task RestartAfterAsync(double seconds)
    {
        await platform.RestartAfterAsync(seconds);
        Customer.Return();
    }

    /// <summary>The device reports, over HTTP with the customer's key.</summary>
    protected async Task ReportAsync(string deviceId, string json = """{"temperature":20}""") =>
        (await Api.PostAsync($"devices/{deviceId}/telemetry", json)).Is(200);
}

using System.Net;
using IotPlatform.Accounts;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace IotPlatform.IntegrationTests;

/// <summary>
/// The whole platform in this process, on a database of its own. Starting it is expensive, so tests share it, and each takes a customer
/// of its own: then lists and totals are the test's alone.
/// </summary>
public class PlatformFixture : IAsyncLifetime
{
    private static readonly string[] Quiet =
        ["--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error"];

    private readonly string _folder = TestFolder.NewPath();
    private WebApplication _app = null!;
    private int _customers;

    /// <summary>Sends no key of its own.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Where devices connect.</summary>
    public int MqttPort => Get<ListeningPorts>().Mqtt;

    /// <summary>For a second process on the same database.</summary>
    public string ConnectionString { get; private set; } = "";

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        ConnectionString = await TestDatabase.CreateAsync();
        await StartAsync();
    }

    /// <summary>Stops the platform, lets something happen, and starts it again on the same database.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        await StopAsync();
        await meanwhile();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        _app = Build();
        await PlatformApp.PrepareAsync(_app, Settings);
        await _app.StartAsync();
        // The first call of a route compiles its adapter, which takes long on a busy machine.
        Http =
            new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Get<ListeningPorts>().Http}"), Timeout = TimeSpan.FromSeconds(90) };
        await Poll.UntilAsync(
            async () => (await Http.GetAsync("/health/ready")).StatusCode is HttpStatusCode.OK, "the platform is ready", 120);
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        TestFolder.Remove(_folder);
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The same platform once more, neither prepared nor started: what a command of the command line has.</summary>
    public WebApplication Build() => PlatformApp.Build(Quiet, Settings, ConnectionString, Clock, TimeProvider.System);

    /// <summary>A customer that is the test's alone, with a key that may do everything.</summary>
    public async Task<TestCustomer> NewCustomerAsync()
    {
        var customer = await Get<AccountStore>().CreateCustomerAsync($"customer {Interlocked.Increment(ref _customers)}", default);
        return new TestCustomer(this, customer!.Id, await NewKeyAsync(customer.Id));
    }

    /// <summary>A further key of a customer.</summary>
    public async Task<ApiKeySecret> NewKeyAsync(string customer, Instant? expiresAt = null, params string[] permissions)
    {
        var secret = ApiKeySecret.New();
        await Get<AccountStore>().CreateKeyAsync(
            secret, customer, permissions.Length > 0 ? permissions : [ApiKey.Read, ApiKey.Write], expiresAt, default);
        return secret;
    }

    /// <summary>The API as the holder of a key sees it, or as somebody without one.</summary>
    public ApiClient As(string? key) => new(Http, key);

    /// <summary>Settings of this platform alone, which win over those that all have.</summary>
    protected virtual IReadOnlyDictionary<string, string?> OwnSettings => new Dictionary<string, string?>();

    /// <summary>The platform's time.</summary>
    protected virtual IClock Clock => SystemClock.Instance;

    private PlatformSettings Settings => PlatformSettings.ReadOrFail(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?>
        {
            ["IOT_DATA_DIR"] = _folder,
            ["Http:Address"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Mqtt:Address"] = "127.0.0.1",
            ["Mqtt:Port"] = "0",
            ["RateLimit:Enabled"] = "false",
        }).AddInMemoryCollection(OwnSettings).Build());
}

/// <summary>Tests over the API share one platform and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PlatformTests : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}

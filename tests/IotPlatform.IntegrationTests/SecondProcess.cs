using IotPlatform.Accounts;
using IotPlatform.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IotPlatform.IntegrationTests;

/// <summary>
/// The API of a platform once more over the same database, as a process of its own would serve it; nothing else of it runs.
/// </summary>
public sealed class SecondProcess : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private SecondProcess(WebApplication app, HttpClient http) => (_app, _http) = (app, http);

    public static async Task<SecondProcess> StartAsync(PlatformFixture platform)
    {
        var app = platform.Build();
        await app.Services.GetRequiredService<CustomerDirectory>().LoadAsync(default);
        // The server alone, without what is hosted beside it: one node runs everything.
        var server = app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .Single(service => service.GetType().Name == "GenericWebHostService");
        await server.StartAsync(default);
        return new(app, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{app.Services.GetRequiredService<ListeningPorts>().Http}"), Timeout = TimeSpan.FromSeconds(90) });
    }

    /// <summary>The API as the holder of a key sees it.</summary>
    public ApiClient As(string key) => new(_http, key);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}

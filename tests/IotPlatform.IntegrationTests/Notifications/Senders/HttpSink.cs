using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

/// <summary>A request as a receiver sees it.</summary>
internal sealed record SunkRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A receiver over HTTP that notes what comes and answers as the test says.</summary>
internal sealed class HttpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SunkRequest> _requests = new();

    private HttpSink(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;
    public IReadOnlyList<SunkRequest> Requests => [.. _requests];
    public SunkRequest Only => Requests.Single();

    /// <summary>A URL of this receiver, by its address unless a test gives a name.</summary>
    public string Url(string host = "127.0.0.1", string path = "/hook") => $"{new Uri(_app.Urls.First()).Scheme}://{host}:{Port}{path}";

    public static Task<HttpSink> StartAsync(int status = 200) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public static async Task<HttpSink> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var sink = new HttpSink(builder.Build());
        sink._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
            var request = new SunkRequest(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync());
            sink._requests.Enqueue(request);
            context.Features.Set(request);
            await answer(context);
        });
        await sink._app.StartAsync();
        return sink;
    }

    /// <summary>At once, though somebody may still wait for an answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }
}

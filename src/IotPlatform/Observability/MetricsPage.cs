using IotPlatform.Platform;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IotPlatform.Observability;

/// <summary><c>/metrics</c>, which needs no key, on the API's port or on one that serves nothing else.</summary>
public static class MetricsPage
{
    /// <summary>The route.</summary>
    public const string Path = "/metrics";

    /// <summary>
    /// Listens on the page's own port, if it has one. The last of all listeners, by which <see cref="ListeningPorts"/> finds it.
    /// </summary>
    public static void ConfigureMetricsListener(this KestrelServerOptions kestrel, ScrapeSettings? settings)
    {
        if (settings is { Port: { } port }) kestrel.Listen(settings.Address, port);
    }

    /// <summary>Keeps the API off the page's own port and the page off the API's.</summary>
    public static void UseMetricsPort(this IApplicationBuilder app, ScrapeSettings? settings)
    {
        if (settings is not { Port: not null }) return;
        var ports = app.ApplicationServices.GetRequiredService<ListeningPorts>();
        app.Use((http, next) =>
        {
            if (http.Request.Path.Equals(Path) == (http.Connection.LocalPort == ports.Last)) return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Maps the route. Who asks in the same instant as another is given the same page.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes, ScrapeSettings? settings)
    {
        if (settings is not null) routes.MapPrometheusScrapingEndpoint(Path).WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }
}

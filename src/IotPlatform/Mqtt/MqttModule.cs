using System.Security.Authentication;
using IotPlatform.Devices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MQTTnet.AspNetCore;
using MQTTnet.Server;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>Registrations of the MQTT edge.</summary>
public static class MqttModule
{
    /// <summary>Where MQTT is spoken over WebSocket.</summary>
    internal const string WebSocketPath = "/mqtt";

    /// <summary>
    /// Adds the MQTT server. Wants an <c>IDeviceAuthenticator</c>, an <c>ITelemetryIngest</c>, an <c>ICommandSource</c>, an
    /// <c>IConnectionLog</c>, the <c>CommitFeed</c> and an <c>IClock</c>; register this module after the one that caches credentials.
    /// </summary>
    public static IServiceCollection AddMqtt(this IServiceCollection services, MqttSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<MqttSessions>();
        services.AddSingleton<MqttMetrics>();
        services.AddSingleton<MqttReadiness>();
        services.TryAddSingleton<LoginThrottle>();
        services.AddSingleton<Wills>();
        services.AddSingleton<SessionStart>();
        services.AddSingleton<Login>();
        services.AddSingleton<EdgeServices>();
        services.AddSingleton<MqttEndpoint>();
        services.AddSingleton<IMqttServerAdapter>(provider => provider.GetRequiredService<MqttEndpoint>());
        services.AddConnections();
        services.AddSingleton<IConnectionListenerFactory, MqttTransport>();
        services.AddHostedMqttServer(ConfigureServer);
        services.AddHostedService<MqttHousekeeping>();
        services.AddHostedService<DeviceDrops>();
        return services;
    }

    /// <summary>Ends the sessions of customers that are suspended.</summary>
    public static IServiceCollection AddSuspensionDrops(this IServiceCollection services) => services.AddHostedService<SuspensionDrops>();

    /// <summary>Listens for MQTT over TCP, and over TLS when there are a port and a certificate for it.</summary>
    public static void ConfigureMqttListeners(this KestrelServerOptions kestrel, MqttSettings settings)
    {
        kestrel.Listen(new MqttEndPoint(settings.Address, settings.Port), listen => listen.UseConnectionHandler<MqttEndpoint>());
        if (settings is { TlsPort: { } port, Certificate: { } certificate })
        {
            kestrel.Listen(new MqttEndPoint(settings.Address, port), listen =>
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                    if (settings.ClientAuthorities is { } authorities)
                        ClientCertificates.Ask(https, authorities, kestrel.ApplicationServices.GetRequiredService<IClock>());
                });
                listen.UseConnectionHandler<MqttEndpoint>();
            });
        }
    }

    /// <summary>
    /// Serves MQTT over WebSocket on <c>/mqtt</c>, sub-protocol <c>mqtt</c>. Devices log in with the CONNECT packet, so the endpoint
    /// itself asks for no API key.
    /// </summary>
    public static IEndpointConventionBuilder MapMqttWebSocket(this IEndpointRouteBuilder endpoints)
    {
        var mapped = endpoints.MapConnectionHandler<MqttEndpoint>(WebSocketPath, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.WebSockets.SubProtocolSelector = MqttSubProtocolSelector.SelectSubProtocol;
        });
        mapped.Add(TakeSocketsAlone);
        return mapped;
    }

    private static void ConfigureServer(MqttServerOptionsBuilder options) => options
        .WithoutDefaultEndpoint()
        .WithPersistentSessions()
        .WithDefaultCommunicationTimeout(MqttLimits.ConnectTimeout);

    // The framework would answer a plain request in plain text. It also adds an endpoint by which its own clients agree on a transport,
    // and which reserves a connection for each request.
    private static void TakeSocketsAlone(EndpointBuilder builder)
    {
        if (builder is not RouteEndpointBuilder { RoutePattern.RawText: WebSocketPath, RequestDelegate: { } accept })
        {
            builder.RequestDelegate = http => RefuseAsync(http, StatusCodes.Status404NotFound);
            return;
        }
        builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
        builder.RequestDelegate = http => http.WebSockets.IsWebSocketRequest ? accept(http) : AskForSocketAsync(http);
    }

    private static Task AskForSocketAsync(HttpContext http)
    {
        http.Response.Headers.Connection = "Upgrade";
        http.Response.Headers.Upgrade = "websocket";
        return RefuseAsync(http, StatusCodes.Status426UpgradeRequired);
    }

    private static Task RefuseAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

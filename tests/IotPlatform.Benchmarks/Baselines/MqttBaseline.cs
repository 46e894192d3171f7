using System.Globalization;
using MQTTnet.AspNetCore;
using MQTTnet.Server;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>
/// An MQTTnet server in Kestrel that lets everybody in, stores nothing and forwards nothing: what the platform's ingest would
/// do if telemetry were thrown away. Settings come by environment: <c>BASELINE_MQTT_PORT</c>, <c>BASELINE_HTTP_PORT</c>.
/// </summary>
internal static class MqttBaseline
{
    public const string Verb = "baseline-mqtt";
    public const string PortSetting = "BASELINE_MQTT_PORT";

    public static void Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(Port(HttpBaseline.PortSetting));
            kestrel.ListenLocalhost(Port(PortSetting), listen => listen.UseMqtt());
        });
        builder.Services.AddHostedMqttServer(options => options.WithoutDefaultEndpoint());
        builder.Services.AddMqttConnectionHandler();
        builder.Services.AddConnections();
        var app = builder.Build();
        var server = app.Services.GetRequiredService<MqttServer>();
        server.InterceptingPublishAsync += publish =>
        {
            publish.ProcessPublish = false;
            return Task.CompletedTask;
        };
        app.MapGet("/health/ready", () => server.IsStarted ? Results.Ok() : Results.StatusCode(503));
        app.Run();
    }

    /// <summary>A port that a setting names.</summary>
    public static int Port(string setting) => int.Parse(Environment.GetEnvironmentVariable(setting)!, CultureInfo.InvariantCulture);
}

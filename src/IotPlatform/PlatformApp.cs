using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Audit;
using IotPlatform.Backtests;
using IotPlatform.Commands;
using IotPlatform.Connectivity;
using IotPlatform.Datapoints;
using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Health;
using IotPlatform.Hosting;
using IotPlatform.Insights;
using IotPlatform.Monitoring;
using IotPlatform.Mqtt;
using IotPlatform.Notifications;
using IotPlatform.Observability;
using IotPlatform.OpenApi;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Projections;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using JasperFx.CodeGeneration;
using MailKit.Security;
using Marten;
using Microsoft.Extensions.Logging.Console;
using NodaTime;
using Wolverine;
using Wolverine.Http;

namespace IotPlatform;

/// <summary>The composition root: puts the slices together over one database and one clock.</summary>
public static class PlatformApp
{
    // One name for the sessions of this machine's embedded or single-node platform; nodes of a cluster would each have their own.
    private const string NodeName = "main";

    // Less than an orchestrator waits before it kills; the embedded database still has to stop after this.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The platform, built but neither prepared nor started.</summary>
    public static WebApplication Build(string[] args, PlatformSettings settings, string connectionString, IClock clock, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var (tls, address) = (settings.Mqtt.Tls, settings.Mqtt.Address);
        var mqtt = new Mqtt.MqttSettings(address, settings.Mqtt.Port, tls?.Port, tls?.Certificate, tls?.ClientAuthorities);
        var scrapes = settings.Observability.Metrics is { } page ? new ScrapeSettings(page.Address, page.Port) : null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxReadBytes;
            kestrel.Listen(settings.Http.Address, settings.Http.Port);
            kestrel.ConfigureMqttListeners(mqtt);
            kestrel.ConfigureMetricsListener(scrapes);
        });
        // Standard output belongs to what a command prints.
        if (CommandLine.UseOf(args) is not DatabaseUse.Serve)
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // Before the slices, some of which wait for the projections that it runs.
        builder.Host.UseWolverine(Configure);
        AddServices(builder.Services, settings, connectionString, mqtt, new PlatformClock(clock), time);
        builder.Logging.AddLines(settings.Observability.LogFormat is LogFormat.Json);
        builder.Services.AddObservability(scrapes, ExportOf(settings.Observability.Otlp));
        var app = builder.Build();
        MapRoutes(app, settings.RateLimit, scrapes);
        return app;
    }

    /// <summary>
    /// Makes the database ready: its schema, and on the first start a customer and a key, which is returned to be shown once.
    /// </summary>
    public static async Task<ApiKeySecret?> PrepareAsync(
        WebApplication app, PlatformSettings settings, CancellationToken cancellation = default)
    {
        await app.Services.GetRequiredService<SchemaUpdate>().ApplyAsync(cancellation);
        await app.Services.GetRequiredService<ReadModelUpdate>().ApplyAsync(cancellation);
        await app.Services.GetRequiredService<Quarantine>().LoadAsync(cancellation);
        await app.Services.GetRequiredService<NotificationStart>().PinAsync(cancellation);
        // Its cache must hear of a change before the sessions that the change drops try to log in again.
        app.Services.GetRequiredService<IDeviceAuthenticator>();
        var wanted = ApiKeySecret.TryParse(settings.BootstrapApiKey, out var given) ? given : null;
        var made = await app.Services.GetRequiredService<Bootstrap>().RunAsync(wanted, cancellation);
        await app.Services.GetRequiredService<CustomerDirectory>().LoadAsync(cancellation);
        app.Services.GetRequiredService<ProjectionMetrics>().Follow();
        await app.Services.GetRequiredService<Freshness>().FollowAsync(app.Services.GetRequiredService<IDocumentStore>(), cancellation);
        return made;
    }

    // Hosted services start in the order of registration and stop in reverse: what feeds others starts after them and stops before.
    private static void AddServices(
        IServiceCollection services, PlatformSettings settings, string connectionString, Mqtt.MqttSettings mqtt, IClock clock, TimeProvider time)
    {
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(time);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout + TimeSpan.FromSeconds(settings.Http.DrainSeconds));
        services.AddPersistence(connectionString);
        services.AddWolverineHttp();
        services.AddBrowserAccess(settings.Cors.AllowedOrigins);
        services.AddSingleton<ListeningPorts>();
        services.AddSingleton(provider => new MqttEndpoints(null, () => provider.GetRequiredService<ListeningPorts>().Mqtt));
        services.AddSingleton(new WebhookSettings(settings.AllowPrivateNetworks)).AddSingleton(Senders(settings));
        services.AddAccounts(PlansOf(settings)).AddDevices().AddGroups().AddProfiles().AddAlarms().AddRules().AddDatapoints();
        services.AddMonitoring(Duration.FromSeconds(settings.Monitoring.RestartGraceSeconds));
        services.AddSingleton<ITelemetryRetention, PlanRetention>();
        services.AddTelemetry();
        services.AddConnectivity(new ConnectivitySettings(NodeName, Duration.FromDays(90)));
        services.AddMqtt(mqtt).AddSuspensionDrops().AddCommands();
        services.AddBacktests().AddHealth().AddNotifications().AddInsights();
        services.AddAudit(new(settings.Audit.IsOn, TimeSpan.FromSeconds(settings.Audit.SealSeconds), settings.Audit.PublishUrl));
        services.AddProjections();
        services.AddReadiness();
        services.AddApiDescription();
        services.AddReadinessPart<MqttReadiness>(
            "mqtt", mqtt => _ => new(mqtt.IsReady ? null : Ailment.Stops("does not answer CONNECT yet")));
        if (settings.Postgres is null) services.AddDiskSpace(settings.DataDirectory);
        services.AddDraining(TimeSpan.FromSeconds(settings.Http.DrainSeconds));
    }

    private static Plans PlansOf(PlatformSettings settings) => new(
        settings.Plans.All.Select(plan => new Plan(plan.Name, plan.Devices, plan.Messages, plan.Days, plan.Features)), settings.Plans.Default);

    private static ExportSettings? ExportOf(OtlpSettings? otlp) =>
        otlp is null ? null : new(otlp.Endpoint, otlp.Protocol is OtlpProtocol.Grpc, otlp.Headers, otlp.SampleRatio);

    private static SenderSettings Senders(PlatformSettings settings) => new(
        settings.Smtp is { } smtp
            ? new(smtp.Host, smtp.Port, SecurityOf(smtp), smtp.User, smtp.Password, smtp.From)
            : null,
        settings.Sms is { } sms ? new(sms.GatewayUrl, sms.ApiKey, sms.From) : null);

    private static SecureSocketOptions SecurityOf(SmtpSettings smtp) => smtp.Security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };

    private static void Configure(WolverineOptions options)
    {
        options.ServiceName = "iot";
        options.ApplicationAssembly = typeof(PlatformApp).Assembly;
        options.Durability.Mode = DurabilityMode.Solo;
        options.CodeGeneration.GeneratedCodeOutputPath = Path.Combine(Environment.CurrentDirectory, "Internal", "Generated");
        options.Durability.DrainTimeout = ShutdownTimeout;
#if PREGENERATED
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
#else
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
#endif
    }

    private static void MapRoutes(WebApplication app, RateLimitSettings limit, ScrapeSettings? scrapes)
    {
        app.UseMiddleware<RequestIds>();
        app.UseCors();
        app.UseMiddleware<HeadRequests>();
        app.UseMiddleware<Failures>();
        app.UseStatusCodePages(context => Failures.DescribeAsync(context.HttpContext));
        app.UseMetricsPort(scrapes);
        app.UseRouting();
        app.UseMiddleware<AllowedMethods>();
        app.UseWebSockets();
        app.UseMiddleware<DeviceAuthentication>();
        app.UseMiddleware<ApiKeyAuthentication>();
        if (limit.Enabled) app.UseMiddleware<RateLimiting>(new RateLimiter(new RateLimit(limit.PerMinute, limit.Burst)));
        app.UseMiddleware<ReadAfter>();
        app.UseMiddleware<Idempotency>();
        app.MapReadiness();
        app.MapMetrics(scrapes);
        app.MapApiDescription();
        app.MapMqttWebSocket();
        app.MapWolverineEndpoints(options => options.AddParameterHandlingStrategy<RequestBodyParameter>());
    }
}

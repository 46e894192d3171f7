using System.Globalization;
using Npgsql;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>
/// A bare minimal API over Npgsql, without authentication, validation, tenancy or history: what the platform's
/// HTTP path is measured against. Settings come by environment: <c>BASELINE_POSTGRES</c>,
/// <c>BASELINE_HTTP_PORT</c>, and <c>BASELINE_PLATFORM</c> for the platform's own database.
/// </summary>
internal static class HttpBaseline
{
    public const string Verb = "baseline-http";
    public const string ConnectionSetting = "BASELINE_POSTGRES";
    public const string PlatformSetting = "BASELINE_PLATFORM";
    public const string PortSetting = "BASELINE_HTTP_PORT";

    public static void Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionSetting)!));
        builder.Services.AddSingleton(new PlatformDatabase(NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(PlatformSetting)!)));
        var port = int.Parse(Environment.GetEnvironmentVariable(PortSetting)!, CultureInfo.InvariantCulture);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        BaselineSchema.Create(app.Services.GetRequiredService<NpgsqlDataSource>());
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/by-hand/devices", PostByHand.Handle);
        app.MapPost("/single-row/devices", PostSingleRow.Handle);
        app.MapGet("/devices/{id}", GetById.Handle);
        app.MapGet("/list/{customer}", ListDevices.Handle);
        app.MapPost("/copy", CopyReadings.Handle);
        app.Run();
    }
}

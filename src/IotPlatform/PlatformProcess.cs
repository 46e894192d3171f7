using IotPlatform.Cli;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform;

/// <summary>This process: the platform itself, or a verb that visits the platform's database for its own time.</summary>
/// <param name="args">The command line.</param>
/// <param name="clock">The clock of what is done.</param>
/// <param name="time">The clock of what waits.</param>
public sealed class PlatformProcess(string[] args, IClock clock, TimeProvider time)
{
    /// <summary>The clock of what waits, for the verbs that are clients of the API.</summary>
    public TimeProvider Time => time;

    /// <summary>Runs the platform until it is told to stop.</summary>
    public async Task<int> ServeAsync()
    {
        var settings = Settings();
        PortCheck.RequireFree(settings);
        await using var database = await PlatformDatabase.OpenAsync(settings, args, Output.Note);
        await using var app = PlatformApp.Build(args, settings, database.ConnectionString, clock, time);
        if (await PlatformApp.PrepareAsync(app, settings) is { } key) FirstKey.Show(settings, key.Text);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Services.GetRequiredService<ListeningPorts>()));
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("Stopping: what was taken in is being committed."));
        await app.RunAsync();
        return ExitCode.Done;
    }

    /// <summary>Does a piece of work with the platform built, but not running; the database is used beside a running platform or alone.</summary>
    public async Task<int> VisitAsync(Func<WebApplication, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        var settings = Settings();
        await using var database = await PlatformDatabase.OpenAsync(settings, args, Output.Note, cancellation);
        await using var app = PlatformApp.Build(args, settings, database.ConnectionString, clock, time);
        if (CommandLine.UseOf(args) is DatabaseUse.Visit) await app.Services.GetRequiredService<SchemaUpdate>().ApplyIfEmptyAsync(cancellation);
        return await work(app, cancellation);
    }

    private static PlatformSettings Settings() =>
        PlatformSettings.ReadOrFail(new ConfigurationBuilder().AddEnvironmentVariables().Build());
}

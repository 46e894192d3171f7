using IotPlatform.Cli;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform;

/// <summary>One run of the program: the platform itself, or a verb that visits the platform's database for its own time.</summary>
/// <param name="args">The command line.</param>
/// <param name="configuration">What the operator has set.</param>
/// <param name="clock">The clock of what is done.</param>
/// <param name="time">The clock of what waits.</param>
public sealed class Invocation(string[] args, IConfiguration configuration, IClock clock, TimeProvider time)
{
    /// <summary>The clock of what waits, for the verbs that are clients of the API.</summary>
    public TimeProvider Time => time;

    /// <summary>What the operator has set, for the verbs that look at settings themselves.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>The clock of what is done.</summary>
    public IClock Clock => clock;

    /// <summary>Runs the platform until it is told to stop.</summary>
    public async Task<int> ServeAsync()
    {
        var settings = Settings();
        PortCheck.RequireFree(settings);
        await using var database = await PlatformDatabase.OpenAsync(settings, DatabaseUse.Serve, Output.Note);
        await using var app = PlatformApp.Build(args, settings, database.ConnectionString, clock, time);
        if (await PlatformApp.PrepareAsync(app, settings) is { } key) FirstKey.Show(settings, key.Text);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Services.GetRequiredService<ListeningPorts>()));
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("Stopping: what was taken in is being committed."));
        await app.RunAsync();
        return ExitCode.Done;
    }

    /// <summary>
    /// Does a piece of work with the platform built, but not running; the database is used beside a running platform or alone.
    /// </summary>
    public async Task<int> VisitAsync(Func<WebApplication, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        var settings = Settings();
        var use = CommandLine.UseOf(args);
        await using var database = await PlatformDatabase.OpenAsync(settings, use, Output.Note, cancellation);
        await using var app = PlatformApp.Build(args, settings, database.ConnectionString, clock, time);
        if (use is DatabaseUse.Visit) await app.Services.GetRequiredService<SchemaUpdate>().ApplyIfEmptyAsync(cancellation);
        return await work(app, cancellation);
    }

    private PlatformSettings Settings() => PlatformSettings.ReadOrFail(configuration);
}

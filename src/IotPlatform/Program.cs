using IotPlatform;
using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Audit;
using IotPlatform.Hosting;
using IotPlatform.OpenApi;
using IotPlatform.Platform;
using JasperFx;
using NodaTime;

return await StartupFailure.GuardAsync(args, async () =>
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    var settings = PlatformSettings.ReadOrFail(configuration);
    if (CommandLine.UseOf(args) is DatabaseUse.Serve) PortCheck.RequireFree(settings);
    await using var database = await PlatformDatabase.OpenAsync(settings, args, line => Console.Error.WriteLine($"iot: {line}"));

#pragma warning disable RS0030 // The composition root: the one place that names the clock.
    await using var app = PlatformApp.Build(args, settings, database.ConnectionString, SystemClock.Instance, TimeProvider.System);
#pragma warning restore RS0030

    if (CommandLine.UseOf(args) is DatabaseUse.Visit) await app.Services.GetRequiredService<SchemaUpdate>().ApplyIfEmptyAsync(default);
    Type[] commands = [typeof(CustomersCommand), typeof(KeysCommand), typeof(AlarmsCommand), typeof(AuditCommand), typeof(OpenApiCommand)];
    if (await OperatorCommands.RunAsync(app.Services, args, commands) is { } exitCode) return exitCode;
    if (CommandLine.UseOf(args) is not DatabaseUse.Serve) return await app.RunJasperFxCommands(args);

    if (await PlatformApp.PrepareAsync(app, settings) is { } key) FirstKey.Show(settings, key.Text);
    app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Services.GetRequiredService<ListeningPorts>()));
    app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("Stopping: what was taken in is being committed."));
    await app.RunAsync();
    return 0;
});

using IotPlatform;
using IotPlatform.Hosting;
using JasperFx;
using NodaTime;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
#pragma warning disable RS0030 // The composition root: the one place that names the clock.
var process = new PlatformProcess(args, configuration, SystemClock.Instance, TimeProvider.System);
#pragma warning restore RS0030

return await StartupFailure.GuardAsync(args, () => CommandLine.KindOf(args) switch
{
    VerbKind.Serve => OperatorVerbs.Tree(process).RunServerAsync(["run"]),
    VerbKind.Framework => process.VisitAsync((app, _) => app.RunJasperFxCommands(args), default),
    _ => OperatorVerbs.Tree(process).RunAsync(args),
});

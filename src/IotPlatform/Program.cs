using IotPlatform;
using IotPlatform.Hosting;
using JasperFx;
using NodaTime;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
#pragma warning disable RS0030 // The composition root: the one place that names the clock.
var invocation = new Invocation(args, configuration, SystemClock.Instance, TimeProvider.System);
#pragma warning restore RS0030

return await StartupFailure.GuardAsync(args, () => CommandLine.KindOf(args) switch
{
    VerbKind.Serve => OperatorVerbs.Tree(invocation).RunServerAsync(["run"]),
    VerbKind.Framework => invocation.VisitAsync((app, _) => app.RunJasperFxCommands(args), default),
    _ => OperatorVerbs.Tree(invocation).RunAsync(args),
});

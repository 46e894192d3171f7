using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections rebuild [NAME]</c></summary>
public static class RebuildVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit, TimeProvider time)
    {
        var (name, json) = (ProjectionsVerb.Name(), SharedOptions.Json());
        return new Verb(
            "rebuild", "Fold documents anew from their events, beside those that are shown, and exchange them at once; requests go on",
            "./iot projections rebuild", "./iot projections rebuild Device")
        {
            name, json,
        }.Does(visit, async (services, args, token) =>
        {
            await using var alone = await services.GetRequiredService<RebuildLock>().TakeAsync(token);
            return await RunAsync(services.GetRequiredService<Rebuild>(), args.GetValue(name), args.GetValue(json), time, token);
        });
    }

    private static async Task<int> RunAsync(Rebuild rebuild, string? name, bool asJson, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var selection in ProjectionsVerb.Find(rebuild, name))
        {
            var report = await FoldingView.WatchAsync(
                $"Rebuilding {selection.Name}", time, tell => rebuild.RunAsync(selection, tell, cancellation), cancellation);
            Print.Result(
                asJson, report,
                $"Rebuilt {report.Name} as of event {report.Mark} in {report.Seconds:f1} s. "
                + "'./iot projections rollback' puts back what was shown before.");
        }
        return ExitCode.Done;
    }
}

using System.CommandLine;
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
        var skipFaulty = new Option<bool>("--skip-faulty") { Description = "Leave out events that cannot be folded; 'dead-letters' lists them afterwards" };
        return new Verb(
            "rebuild", "Fold documents anew from their events, beside those that are shown, and exchange them at once; requests go on",
            "./iot projections rebuild", "./iot projections rebuild Device", "./iot projections rebuild --skip-faulty")
        {
            name, skipFaulty, json,
        }.Does(visit, async (services, args, token) =>
        {
            await using var alone = await services.GetRequiredService<RebuildLock>().TakeAsync(token);
            return await RunAsync(
                services.GetRequiredService<Rebuild>(), args.GetValue(name), args.GetValue(skipFaulty), args.GetValue(json), time, token);
        });
    }

    private static async Task<int> RunAsync(
        Rebuild rebuild, string? name, bool skipFaulty, bool asJson, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var selection in ProjectionsVerb.Find(rebuild, name))
        {
            var report = await FoldingView.WatchAsync(
                $"Rebuilding {selection.Name}", time, tell => rebuild.RunAsync(selection, tell, cancellation, skipFaulty), cancellation);
            Print.Result(
                asJson, report,
                $"Rebuilt {report.Name} as of event {report.Mark} in {report.Seconds:f1} s{LeftOut(report)}. "
                + "'./iot projections rollback' puts back what was shown before.");
        }
        return ExitCode.Done;
    }

    private static string LeftOut(RebuildReport report) =>
        report.LeftOut.Count == 0 ? "" : $", without {Plural.Of(report.LeftOut.Count, "event")} that './iot projections dead-letters' lists";
}

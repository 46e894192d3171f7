using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections verify [NAME]</c>: exit code 1 when a document is not what its events say.</summary>
public static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit, TimeProvider time)
    {
        var (name, json) = (ProjectionsVerb.Name(), SharedOptions.Json());
        return new Verb(
            "verify", "Fold all events once more, and compare each document with the one that is shown; requests go on",
            "./iot projections verify", "./iot projections verify Alarm --json")
        {
            name, json,
        }.Does(visit, async (services, args, token) =>
        {
            await using var alone = await services.GetRequiredService<RebuildLock>().TakeAsync(token);
            return await RunAsync(services, args.GetValue(name), args.GetValue(json), time, token);
        });
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string? name, bool asJson, TimeProvider time, CancellationToken cancellation)
    {
        var verification = services.GetRequiredService<Verification>();
        var differ = false;
        foreach (var selection in ProjectionsVerb.Find(services.GetRequiredService<Rebuild>(), name))
        {
            var report = await FoldingView.WatchAsync(
                $"Verifying {selection.Name}", time, tell => verification.RunAsync(selection, tell, cancellation), cancellation);
            differ |= report.Differing > 0;
            Print.Result(asJson, report, Text(report));
        }
        return differ ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Text(VerificationReport report) => report.Differing == 0
        ? $"{report.Name}: {report.Documents} documents are what their events say, as of event {report.Mark}."
        : string.Join('\n', [
            $"{report.Name}: {report.Differing} of {report.Documents} documents are not what their events say, as of event {report.Mark}. "
            + "'./iot projections rebuild' makes them so.",
            .. report.Differences.SelectMany(Lines),
        ]);

    private static IEnumerable<string> Lines(DocumentDifference document) => document.Members.Select(member =>
        $"  {document.Document} {document.Id} of {document.Customer}, {member.Path}: {member.Shown ?? "nothing"}, and should be {member.Replayed ?? "nothing"}");
}

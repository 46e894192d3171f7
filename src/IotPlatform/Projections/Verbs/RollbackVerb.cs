using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections rollback [GROUP]</c></summary>
public static class RollbackVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var group = new Argument<string>("GROUP")
        {
            Description = "ReadModels or Inline",
            DefaultValueFactory = _ => ReadModels.Name,
        };
        group.AcceptOnlyFromAmong(ReadModels.Name, Selection.Inline);
        var json = SharedOptions.Json();
        return new Verb(
            "rollback", "Put back the documents that the last rebuild has replaced, with all that has happened since", "./iot projections rollback")
        {
            group, json,
        }.Does(visit, async (services, args, token) =>
        {
            await using var alone = await services.GetRequiredService<RebuildLock>().TakeAsync(token);
            return await RunAsync(services.GetRequiredService<Rebuild>(), args.GetValue(group)!, args.GetValue(json), token);
        });
    }

    private static async Task<int> RunAsync(Rebuild rebuild, string group, bool asJson, CancellationToken cancellation)
    {
        var report = await rebuild.RollBackAsync(group, cancellation)
            ?? throw new RefusedException($"No documents of {group} are kept from before a rebuild, so there is nothing to put back.");
        return Print.Result(asJson, report, $"Put back {string.Join(", ", report.Documents)} as of event {report.Mark}. Once more undoes it.");
    }
}

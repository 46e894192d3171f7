using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections retry</c></summary>
public static class RetryVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit, TimeProvider time)
    {
        var json = SharedOptions.Json();
        return new Verb(
            "retry", "Try again what projections have left out, once it is mended: read models by a rebuild, notifications one by one",
            "./iot projections retry")
        {
            json,
        }.Does(visit, async (services, args, token) =>
        {
            await using var alone = await services.GetRequiredService<RebuildLock>().TakeAsync(token);
            return await RunAsync(services, args.GetValue(json), time, token);
        });
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool asJson, TimeProvider time, CancellationToken cancellation)
    {
        var letters = services.GetRequiredService<DeadLetters>();
        var before = await letters.ListAsync(null, cancellation);
        foreach (var retry in services.GetServices<IDeadLetterRetry>())
            foreach (var letter in before.Where(letter => letter.Projection == retry.Projection)) await retry.RetryAsync(letter, cancellation);
        var rebuild = services.GetRequiredService<Rebuild>();
        foreach (var group in rebuild.Find(null).Where(group => before.Any(letter => letter.Projection == group.Group)))
        {
            await FoldingView.WatchAsync(
                $"Rebuilding {group.Name}", time, tell => rebuild.RunAsync(group, tell, cancellation), cancellation);
        }
        var after = (await letters.ListAsync(null, cancellation)).Count;
        Print.Result(
            asJson, new { Tried = before.Count, Left = after },
            before.Count == 0 ? "Nothing is left out." : $"Of {Plural.Of(before.Count, "event")} {after} still left out.");
        return after == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}

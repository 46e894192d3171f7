using System.Globalization;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections list</c></summary>
public static class ListProjectionsVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var json = SharedOptions.Json();
        return new Verb("list", "List what is folded from events: how far it is, and when it was last rebuilt", "./iot projections list") { json }.Does(
            visit, (services, args, token) => RunAsync(services.GetRequiredService<ProjectionList>(), args.GetValue(json), token));
    }

    private static async Task<int> RunAsync(ProjectionList projections, bool asJson, CancellationToken cancellation) => Print.Table(
        asJson,
        await projections.ReadAsync(cancellation),
        ["PROJECTION", "GROUP", "AT EVENT", "BEHIND", "LEFT OUT", "LAST REBUILT", "PAUSED SINCE"],
        row =>
        [
            row.Name, row.Group, Number(row.AtEvent), Number(row.Behind), Number(row.LeftOut), Time(row.RebuiltAt), Time(row.PausedSince),
        ]);

    private static string Time(Instant? time) => time is { } known ? Json.Format(known) : "-";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>Plans as people read them, in colours on a terminal, or as programs do.</summary>
internal static class PlanText
{
    private static readonly bool IsColoured = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    /// <summary>What an import will do, a line for each resource, and below it what changes.</summary>
    public static void Print(Plan plan)
    {
        foreach (var item in plan.Items)
        {
            Output.Line(Paint(item.Sign, $"{Word(item.Action),-10} {Output.OneLine(item.Name)}"));
            foreach (var difference in item.Differences) Output.Line(Paint(difference.Sign, $"           {difference}"));
        }
    }

    /// <summary>What differs between the platform and a file.</summary>
    public static void PrintDiff(Plan plan, string kind)
    {
        foreach (var item in plan.Items.Where(item => item.Action is not PlannedAction.Unchanged))
        {
            Output.Line(Paint(item.Sign, $"{item.Sign} {kind} {Output.OneLine(item.Name)}"));
            foreach (var difference in item.Differences) Output.Line(Paint(difference.Sign, $"    {difference}"));
        }
    }

    /// <summary>The same for programs.</summary>
    public static JsonArray Json(Plan plan, string kind) => new([
        .. plan.Items.Where(item => item.Action is not PlannedAction.Unchanged).Select(item => new JsonObject
        {
            ["kind"] = kind,
            ["name"] = item.Name,
            ["id"] = item.Id,
            ["action"] = Word(item.Action),
            ["differences"] = new JsonArray([.. item.Differences.Select(one => new JsonObject
            {
                ["path"] = one.Path,
                ["from"] = one.From?.DeepClone(),
                ["to"] = one.To?.DeepClone(),
            })]),
        }),
    ]);

    public static string Word(PlannedAction action) => action switch
    {
        PlannedAction.Create => "create",
        PlannedAction.Update => "update",
        PlannedAction.Replace => "replace",
        PlannedAction.Delete => "delete",
        _ => "unchanged",
    };

    private static string Paint(char sign, string line) => (IsColoured, sign) switch
    {
        (true, '+') => $"\u001b[32m{line}\u001b[0m",
        (true, '-') => $"\u001b[31m{line}\u001b[0m",
        (true, '~') => $"\u001b[33m{line}\u001b[0m",
        _ => line,
    };
}

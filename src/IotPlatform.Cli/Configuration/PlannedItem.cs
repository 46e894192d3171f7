using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>What is to be done to a resource.</summary>
public enum PlannedAction
{
    /// <summary>It is as the file says.</summary>
    Unchanged,

    /// <summary>There is none yet.</summary>
    Create,

    /// <summary>Members of it change.</summary>
    Update,

    /// <summary>It is made anew and the old one deleted, since what differs is for life.</summary>
    Replace,

    /// <summary>The file does not name it.</summary>
    Delete,
}

/// <summary>A step of a plan.</summary>
/// <param name="Id">Of the resource that there is, if there is one.</param>
/// <param name="Body">What is sent: the whole of a new one, what changes of another.</param>
public sealed record PlannedItem(PlannedAction Action, string Name, string? Id, IReadOnlyList<Difference> Differences, JsonObject Body)
{
    /// <summary>The whole of it as the file has it, to be tried.</summary>
    public JsonObject Whole { get; init; } = Body;

    /// <summary>The sign of the step in a diff.</summary>
    public char Sign => Action switch
    {
        PlannedAction.Unchanged => '=',
        PlannedAction.Create => '+',
        PlannedAction.Delete => '-',
        _ => '~',
    };
}

/// <summary>What to do so that the platform has what a file says.</summary>
/// <param name="Faults">What must be mended first; nothing is written as long as there is one.</param>
public sealed record Plan(IReadOnlyList<PlannedItem> Items, IReadOnlyList<string> Faults);

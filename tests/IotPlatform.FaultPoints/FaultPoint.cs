using System.Diagnostics;

namespace IotPlatform.FaultPoints;

/// <summary>
/// Kills the process that it is in at a step of the first firing of a rule. It sees the steps as what the database driver says of its
/// commands, so the platform knows nothing of it.
/// </summary>
public static class FaultPoint
{
    /// <summary>The setting of a process that names its step.</summary>
    public const string Setting = "IOT_TEST_DIES_AT";

    /// <summary>All steps, in their order.</summary>
    public static readonly string[] Steps =
        ["before the ledger", "after the ledger", "before the events", "before the commit", "after the commit", "before the states", "after the states"];

    /// <summary>Waits for the step, from the start of the process on.</summary>
    public static void Arm(string step)
    {
        var reached = -1;
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Pass(activity, isOver: false),
            ActivityStopped = activity => Pass(activity, isOver: true),
        });

        void Pass(Activity activity, bool isOver)
        {
            var text = activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? "";
            var now = Array.IndexOf(Steps, StepOf(text, isOver, reached));
            if (now <= reached) return;
            reached = now;
            if (Steps[now] == step) Process.GetCurrentProcess().Kill();
        }
    }

    private static string StepOf(string text, bool isOver, int reached) => text switch
    {
        _ when text.Contains("iot.firing", StringComparison.Ordinal) => isOver ? "after the ledger" : "before the ledger",
        // Every command appends events; the firing's come after its ledger.
        _ when reached >= 1 && text.Contains("mt_quick_append_events", StringComparison.Ordinal) => isOver ? "before the commit" : "before the events",
        _ when text.Contains("update iot.evaluation e", StringComparison.Ordinal) && reached >= 3 => isOver ? "after the states" : "before the states",
        _ when reached == 3 && !isOver => "after the commit",
        _ => "",
    };
}

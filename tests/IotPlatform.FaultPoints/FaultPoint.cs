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
        ["once the sample is stored", "once the verdict has its turn", "once its events are written", "about its commit", "once the states are stored"];

    /// <summary>Waits for the step, from the start of the process on.</summary>
    public static void Arm(string step)
    {
        // The schema's scripts hold the same words, and come before the first event.
        var (isArmed, reached) = (false, -1);
        var turn = new Lock();
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Pass(""),
            ActivityStopped = activity => Pass(activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? ""),
        });

        void Pass(string done)
        {
            lock (turn)
            {
                isArmed |= done.Contains("mt_quick_append_events", StringComparison.Ordinal);
                if (!isArmed || reached + 1 == Steps.Length || !IsNext(reached + 1, done)) return;
                if (Steps[++reached] == step) Process.GetCurrentProcess().Kill();
            }
        }
    }

    private static bool IsNext(int step, string done) => step switch
    {
        0 => done.Contains("insert into iot.telemetry_log", StringComparison.Ordinal),
        1 => done.Contains("insert into iot.firing", StringComparison.Ordinal),
        2 => done.Contains("mt_quick_append_events", StringComparison.Ordinal),
        3 => true,
        _ => done.Contains("update iot.evaluation e", StringComparison.Ordinal),
    };
}

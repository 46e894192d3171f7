namespace IotPlatform.Cli;

/// <summary>Ends a verb with a line on standard error that names the fault and the remedy.</summary>
public sealed class RefusedException(string reason) : Exception(reason)
{
    /// <summary>Runs a verb's work; its refusal is one line and exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (RefusedException refusal)
        {
            Output.Error(refusal.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            Output.Error("interrupted");
            return ExitCode.Failed;
        }
    }
}

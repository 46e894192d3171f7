namespace IotPlatform.Monitoring;

/// <summary>
/// Tries again until the database has answered. Evaluation gives nothing up: while the database is away it waits, and with it, in the
/// end, the devices.
/// </summary>
public sealed class DatabaseRetry(ILogger<DatabaseRetry> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The answer of the first attempt that succeeds. Only cancellation ends it otherwise.</summary>
    public async Task<T> UntilDoneAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Evaluation cannot reach the database; trying again");
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>Done when an attempt has succeeded. Only cancellation ends it otherwise.</summary>
    public Task UntilDoneAsync(Func<Task> attempt, CancellationToken cancellation) => UntilDoneAsync(
        async () =>
        {
            await attempt();
            return true;
        },
        cancellation);
}

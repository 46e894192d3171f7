using System.Net.Sockets;
using Npgsql;

namespace IotPlatform.Monitoring;

/// <summary>
/// Tries again until the database has answered. Evaluation gives nothing up: while the database is away it waits, and with it, in the
/// end, the devices.
/// </summary>
public sealed class DatabaseRetry(TimeSpan pause, ILogger<DatabaseRetry> log)
{
    // What fails so often while the database answers will always fail.
    private const int MaxAttempts = 10;

    /// <summary>
    /// Done when an attempt has succeeded. As long as the database is not there only cancellation ends it otherwise; a fault of another
    /// kind is thrown after some attempts.
    /// </summary>
    public async Task UntilDoneAsync(Func<Task> attempt, CancellationToken cancellation)
    {
        var faults = 0;
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or TakenOverException))
            {
                if (!IsOutage(fault) && ++faults >= MaxAttempts) throw;
                log.LogError(fault, "Evaluation cannot write to the database; trying again");
                await Task.Delay(pause, cancellation);
            }
        }
    }

    /// <summary>Whether a fault says that the database could not be reached, and nothing of what was asked of it.</summary>
    public static bool IsOutage(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
            if (cause is NpgsqlException { IsTransient: true } or SocketException or IOException or TimeoutException) return true;
        return false;
    }
}

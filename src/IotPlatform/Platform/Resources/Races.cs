using JasperFx;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>Commands that race for the same streams are decided again on what the winner left.</summary>
public static class Races
{
    // More lost races than this are a storm, and the caller is told.
    private const int MaxAttempts = 5;

    /// <summary>The answer of the first attempt that loses no race; 409 when each of them does.</summary>
    public static async Task<IResult> RetryAsync(Func<Task<IResult>> attempt)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception fault) when (IsLost(fault))
            {
                if (attempts == MaxAttempts) return Problem.Conflict();
            }
        }
    }

    /// <summary>Whether <paramref name="fault"/> says that somebody else came first.</summary>
    public static bool IsLost(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
        {
            if (cause is ConcurrencyException or Marten.Exceptions.StreamLockedException) return true;
            if (cause is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected }) return true;
        }
        return false;
    }
}

namespace IotPlatform.Notifications;

/// <summary>One attempt to reach a receiver, and how long it may take.</summary>
public static class Attempt
{
    /// <summary>The time for all of it: name, connection, TLS, answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The outcome of the attempt; of one that takes too long, that it did.</summary>
    /// <param name="receiver">What a customer calls it.</param>
    /// <param name="cancellation">Ends the attempt with an exception.</param>
    public static async Task<SendOutcome> RunAsync(
        string receiver, TimeProvider time, Func<CancellationToken, Task<SendOutcome>> attempt, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await attempt(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(SendResult.Retry, null, $"The {receiver} did not answer within {Limit.TotalSeconds:0} seconds.");
        }
    }
}

namespace IotPlatform.Platform;

/// <summary>A projection that keeps no documents, and therefore tries what it has left out again event by event.</summary>
public interface IDeadLetterRetry
{
    /// <summary>What the letters call it.</summary>
    string Projection { get; }

    /// <summary>Tries once more, and takes the letter away with what it does. False when it fails again.</summary>
    Task<bool> RetryAsync(DeadLetter letter, CancellationToken cancellation);
}

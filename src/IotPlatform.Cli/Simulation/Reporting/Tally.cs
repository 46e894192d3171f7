using System.Collections.Concurrent;
using IotPlatform.Cli.Simulation.Faults;

namespace IotPlatform.Cli.Simulation.Reporting;

/// <summary>What the fleet has done; all devices count here.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<FaultKind, long> _faults = new();
    private long _sent;
    private long _acknowledged;
    private long _withheld;
    private long _sentAgain;
    private long _errors;

    /// <summary>How long acknowledgements took.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>The newest error.</summary>
    public string? LastError { get; private set; }

    /// <summary>Messages that devices have begun to send, each counted once.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Those that the broker has taken; at QoS 0, those that were written to the connection.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Those that it has not.</summary>
    public long Unacknowledged => Sent - Acknowledged;

    /// <summary>Messages that a fault has kept back.</summary>
    public long Withheld => Volatile.Read(ref _withheld);

    /// <summary>How often a message went again after its connection broke.</summary>
    public long SentAgain => Volatile.Read(ref _sentAgain);

    /// <summary>What failed, and was tried again or given up.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>How many messages each fault has hit.</summary>
    public IReadOnlyDictionary<FaultKind, long> Faults => _faults;

    /// <summary>A message is on its way.</summary>
    public void Send() => Interlocked.Increment(ref _sent);

    /// <summary>It has arrived.</summary>
    public void Acknowledge(TimeSpan after)
    {
        Latencies.Add(after);
        Interlocked.Increment(ref _acknowledged);
    }

    /// <summary>A message is not sent.</summary>
    public void Withhold() => Interlocked.Increment(ref _withheld);

    /// <summary>A message goes again.</summary>
    public void SendAgain() => Interlocked.Increment(ref _sentAgain);

    /// <summary>A message was hit.</summary>
    public void Hit(FaultKind fault) => _faults.AddOrUpdate(fault, 1, (_, count) => count + 1);

    /// <summary>Something failed.</summary>
    public void Fail(string reason)
    {
        LastError = reason;
        Interlocked.Increment(ref _errors);
    }
}

using IotPlatform.Connectivity;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// How far evaluation is in both logs, and in time. A timer must not overtake what was received before it and is still on its way to the
/// disk, so while anything is, time goes no further than what has been evaluated.
/// </summary>
public sealed class EvaluationClock(IngestPosition ingest, ConnectionPosition connections, IClock clock)
{
    private Instant _telemetryUntil = Instant.MinValue;
    private Instant _sessionsUntil = Instant.MinValue;
    private long _telemetry;
    private long _reached;

    /// <summary>The present.</summary>
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>Position in the telemetry log up to which everything is evaluated and made true.</summary>
    public long Telemetry => Volatile.Read(ref _telemetry);

    /// <summary>Rows of the telemetry log that this run has committed and not evaluated.</summary>
    public long RowsBehind => Math.Max(0, ingest.Last - Telemetry);

    /// <summary>How old the newest is that is evaluated, while something newer waits.</summary>
    public Duration Lag =>
        RowsBehind > 0 && Volatile.Read(ref _reached) is > 0 and var ticks ? Now - Instant.FromUnixTimeTicks(ticks) : Duration.Zero;

    /// <summary>Position in the connection log up to which everything is evaluated and made true.</summary>
    public long Sessions { get; private set; }

    /// <summary>The time up to which every deadline was delivered.</summary>
    public Instant PassedUntil { get; private set; } = Instant.MinValue;

    /// <summary>Goes on from where an earlier run had come.</summary>
    public void Begin(long telemetry, long sessions, Instant now) => (_telemetry, Sessions, PassedUntil) = (telemetry, sessions, now);

    /// <summary>A batch has been evaluated.</summary>
    public void Reach(TelemetryBatch batch)
    {
        _telemetryUntil = batch.Records[^1].ReceivedAt;
        Volatile.Write(ref _reached, _telemetryUntil.ToUnixTimeTicks());
        Volatile.Write(ref _telemetry, Math.Max(_telemetry, batch.LastSeq));
    }

    /// <summary>Sessions have been evaluated.</summary>
    public void Reach(IReadOnlyList<ConnectionChange> changes)
    {
        if (changes.Count == 0) return;
        _sessionsUntil = changes[^1].At;
        Sessions = Math.Max(Sessions, changes[^1].Position);
    }

    /// <summary>The time up to which everything is known. Asked first and acted on then: what comes in between is later.</summary>
    public Instant Seen()
    {
        var now = Now;
        var seen = ingest.IsCoveredBy(_telemetry) ? now : Instant.Min(now, _telemetryUntil);
        return connections.IsSettled ? seen : Instant.Min(seen, _sessionsUntil);
    }

    /// <summary>All deadlines up to a time have been delivered.</summary>
    public void Passed(Instant until) => PassedUntil = Instant.Max(PassedUntil, until);
}

namespace IotPlatform.Telemetry;

/// <summary>
/// How far the ingest is, for those who must not act on the time before they have seen all that was received until then.
/// </summary>
public sealed class IngestPosition(IngestBuffer buffer)
{
    private long _committed;

    /// <summary>The last record that this run has put on disk; 0 before the first.</summary>
    public long Last => Volatile.Read(ref _committed);

    /// <summary>Notes the last record that is on disk.</summary>
    public void Committed(long seq) => Volatile.Write(ref _committed, seq);

    /// <summary>Whether everything that was received before this call is among the records up to <paramref name="seq"/>.</summary>
    public bool IsCoveredBy(long seq) => buffer.Length == 0 && Volatile.Read(ref _committed) <= seq;
}

using System.Text.Json;

namespace IotPlatform.Audit;

/// <summary>
/// Holds events against their links, stream by stream, each in the order of its versions. Every link is held against the stored link before
/// it, so that one fault is one finding. Pure: it is given the rows.
/// </summary>
/// <param name="beginsAfter">Events up to this place in the store are older than the chain.</param>
public sealed class ChainCheck(long beginsAfter)
{
    // As it is stored: what is checked is the store, not what this version would write.
    private const string ErasureType = "alarm_notes_erased";

    private readonly List<Finding> _findings = [];
    private readonly List<ChainRow> _lostNotes = [];
    private (string Customer, string Stream) _stream;
    private long _version;
    private Hash _link;

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>How many events hold.</summary>
    public long Events { get; private set; }

    /// <summary>How many streams were looked at.</summary>
    public long Streams { get; private set; }

    /// <summary>How many events are older than the chain, and prove nothing.</summary>
    public long Unprotected { get; private set; }

    /// <summary>Looks at the next place; the rows of a stream come one after the other.</summary>
    public void Take(ChainRow row)
    {
        if (_stream != (row.Customer, row.Stream)) BeginStream(row);
        if (row.Link is null) TakeUnlinked(row, row.Event!);
        else TakeLinked(row, row.Link);
    }

    /// <summary>There are no more rows.</summary>
    public void End() => Report(FindingKind.NoteLost, _lostNotes, "has lost its note, and no event tells of an erasure");

    private void BeginStream(ChainRow row)
    {
        End();
        Streams++;
        (_stream, _version, _link) = ((row.Customer, row.Stream), 0, default);
    }

    private void TakeUnlinked(ChainRow row, StoredEvent stored)
    {
        if (stored.Sequence > beginsAfter)
        {
            Report(FindingKind.Inserted, row, "was not written by the platform");
            return;
        }
        Unprotected++;
        _version = row.Version;
    }

    private void TakeLinked(ChainRow row, EventLink link)
    {
        var faults = _findings.Count;
        if (row.Event is not { } stored) Report(FindingKind.Removed, row, "was there and is gone");
        else CheckContent(row, stored.Content, link);
        CheckLink(row, link);
        if (_findings.Count == faults) Events++;
        if (row.Event is not null) TakeNote(row, row.Event.Content);
    }

    private void CheckContent(ChainRow row, EventContent content, EventLink link)
    {
        if ((content.Customer, content.Stream, content.Version) != (link.Customer, link.Stream, link.Version))
            Report(FindingKind.Moved, row, $"stands as version {content.Version} of {content.Stream} of {content.Customer} now");
        else if (content.Digest() != link.Content)
            Report(FindingKind.Changed, row, "is not what was written");
    }

    private void CheckLink(ChainRow row, EventLink link)
    {
        if (link.Version > _version + 1) Report(FindingKind.Removed, row, $"does not follow version {_version}: what was between is gone");
        else if (link.Version <= _version) Report(FindingKind.Relinked, row, "is there twice");
        else if (EventContent.Link(_link, link.Content, link.Sequence) != link.Hash)
            Report(FindingKind.Relinked, row, "does not follow from the link before it: the chain was rewritten");
        (_version, _link) = (link.Version, link.Hash);
    }

    // Erasing leaves a record behind the events that it erases.
    private void TakeNote(ChainRow row, EventContent content)
    {
        if (content.Type == ErasureType) _lostNotes.Clear();
        var isLost = content.Data.ValueKind is JsonValueKind.Object && content.Data.TryGetProperty("note", out var note)
            && note.ValueKind is JsonValueKind.Object && note.TryGetProperty("commitment", out _);
        if (isLost) _lostNotes.Add(row);
    }

    private void Report(FindingKind kind, List<ChainRow> rows, string message)
    {
        foreach (var row in rows) Report(kind, row, message);
        rows.Clear();
    }

    private void Report(FindingKind kind, ChainRow row, string message)
    {
        var type = row.Event is { } stored ? $" ({stored.Content.Type})" : "";
        _findings.Add(new(
            kind, row.Customer, row.Stream, row.Version, row.Sequence,
            $"Event {row.Sequence}, version {row.Version} of {row.Stream} of {row.Customer}{type}, {message}."));
    }
}
